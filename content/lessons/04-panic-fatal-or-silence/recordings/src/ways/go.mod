module ways

go 1.21
