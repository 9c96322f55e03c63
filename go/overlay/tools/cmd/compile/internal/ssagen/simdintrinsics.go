// Package simd/archsimd exists for amd64 only, so that its table of
// intrinsics, the largest of the compiler, is empty here.

package ssagen

import "cmd/internal/sys"

const simdPackage = "simd/archsimd"

func simdIntrinsics(addF func(pkg, fn string, b intrinsicBuilder, archFamilies ...sys.ArchFamily)) {}
