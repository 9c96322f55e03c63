module blackbox

go 1.23
