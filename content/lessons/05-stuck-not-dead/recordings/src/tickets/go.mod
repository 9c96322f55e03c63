module tickets

go 1.21
