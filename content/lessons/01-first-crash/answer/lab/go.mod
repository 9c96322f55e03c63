module tally

go 1.21
