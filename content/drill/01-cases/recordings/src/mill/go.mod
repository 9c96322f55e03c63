module mill

go 1.22
