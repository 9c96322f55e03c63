module stock

go 1.20
