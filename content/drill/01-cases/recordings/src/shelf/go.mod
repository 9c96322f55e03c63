module shelf

go 1.22
