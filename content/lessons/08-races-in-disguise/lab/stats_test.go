package disguise

import "testing"

func TestByName(t *testing.T) { ByName([]string{"hall", "roof", "cellar", "attic"}) }

func TestCollect(t *testing.T) { Collect([]int{1, 2, 3, 4, 5, 6}) }

func TestTotal(t *testing.T) { Total([]int64{1, 2, 3, 4, 5, 6}) }

func TestLog(t *testing.T) { Log([]int{1, 2, 3, 4, 5, 6}) }

func TestSquares(t *testing.T) { Squares(8) }

func TestCount(t *testing.T) {
	short := 0
	for i := 0; i < 200; i++ {
		if Count([]int{1, 2, 3, 4}) != 4 {
			short++
		}
	}
	if short > 0 {
		t.Errorf("%d of 200 counts came too early", short)
	}
}
