module couriers

go 1.21
