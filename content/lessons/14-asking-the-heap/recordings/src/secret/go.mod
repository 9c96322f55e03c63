module secret

go 1.21
