module gateway

go 1.20
