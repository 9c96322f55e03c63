module plates

go 1.21
