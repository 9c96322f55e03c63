module access

go 1.21
