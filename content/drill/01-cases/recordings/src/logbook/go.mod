module logbook

go 1.22
