module luggage

go 1.24
