module transfer

go 1.20
