module parts

go 1.21
