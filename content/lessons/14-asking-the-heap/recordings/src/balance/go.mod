module balance

go 1.21
