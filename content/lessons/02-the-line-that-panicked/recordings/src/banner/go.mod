module banner

go 1.20
