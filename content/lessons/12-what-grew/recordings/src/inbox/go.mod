module inbox

go 1.21
