module keys

go 1.21
