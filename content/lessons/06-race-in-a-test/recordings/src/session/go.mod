module session

go 1.20
