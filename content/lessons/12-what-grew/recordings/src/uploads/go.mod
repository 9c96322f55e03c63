module uploads

go 1.21
