;; The SIMD micro-kernel of the numeric core: plain f64x2, no relaxed SIMD and no fused
;; multiply-add, so that every browser computes the same bits. micro.go is the same
;; arithmetic in Go, the fallback and the oracle.
;;
;; build.sh assembles this file and merges it into core.wasm, whose memory it imports.
(module
  (import "go" "mem" (memory 0))

  ;; panel(a, b, c, rows, cols, depth, stride, scratch)
  ;;
  ;; Adds A·B to C, where A is rows×depth in panels of four rows, B depth×cols in panels
  ;; of four columns (both padded with zeros, see pack.go) and C row-major with a stride
  ;; in bytes. scratch has room for 16 numbers. Each element of A·B is summed over depth
  ;; in order, then added to C once.
  (func (export "panel")
    (param $a i32) (param $b i32) (param $c i32)
    (param $rows i32) (param $cols i32) (param $depth i32) (param $stride i32) (param $scratch i32)
    (local $panel i32) (local $i i32) (local $j i32) (local $k i32)
    (local $ap i32) (local $bp i32) (local $cp i32) (local $arow i32)
    (local $r i32) (local $s i32) (local $rmax i32) (local $smax i32) (local $sp i32)
    (local $b0 v128) (local $b1 v128) (local $x v128)
    (local $c00 v128) (local $c01 v128) (local $c10 v128) (local $c11 v128)
    (local $c20 v128) (local $c21 v128) (local $c30 v128) (local $c31 v128)
    (local.set $panel (i32.shl (local.get $depth) (i32.const 5))) ;; bytes of one panel
    (local.set $j (i32.const 0))
    (block $jdone (loop $jloop
      (br_if $jdone (i32.ge_s (local.get $j) (local.get $cols)))
      (local.set $arow (local.get $a))
      (local.set $i (i32.const 0))
      (block $idone (loop $iloop
        (br_if $idone (i32.ge_s (local.get $i) (local.get $rows)))
        (local.set $ap (local.get $arow))
        (local.set $bp (local.get $b))
        (local.set $c00 (v128.const f64x2 0 0)) (local.set $c01 (v128.const f64x2 0 0))
        (local.set $c10 (v128.const f64x2 0 0)) (local.set $c11 (v128.const f64x2 0 0))
        (local.set $c20 (v128.const f64x2 0 0)) (local.set $c21 (v128.const f64x2 0 0))
        (local.set $c30 (v128.const f64x2 0 0)) (local.set $c31 (v128.const f64x2 0 0))
        (local.set $k (local.get $depth))
        (loop $kloop
          (local.set $b0 (v128.load (local.get $bp)))
          (local.set $b1 (v128.load offset=16 (local.get $bp)))
          (local.set $x (v128.load64_splat (local.get $ap)))
          (local.set $c00 (f64x2.add (local.get $c00) (f64x2.mul (local.get $x) (local.get $b0))))
          (local.set $c01 (f64x2.add (local.get $c01) (f64x2.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load64_splat offset=8 (local.get $ap)))
          (local.set $c10 (f64x2.add (local.get $c10) (f64x2.mul (local.get $x) (local.get $b0))))
          (local.set $c11 (f64x2.add (local.get $c11) (f64x2.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load64_splat offset=16 (local.get $ap)))
          (local.set $c20 (f64x2.add (local.get $c20) (f64x2.mul (local.get $x) (local.get $b0))))
          (local.set $c21 (f64x2.add (local.get $c21) (f64x2.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load64_splat offset=24 (local.get $ap)))
          (local.set $c30 (f64x2.add (local.get $c30) (f64x2.mul (local.get $x) (local.get $b0))))
          (local.set $c31 (f64x2.add (local.get $c31) (f64x2.mul (local.get $x) (local.get $b1))))
          (local.set $ap (i32.add (local.get $ap) (i32.const 32)))
          (local.set $bp (i32.add (local.get $bp) (i32.const 32)))
          (br_if $kloop (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))
        (local.set $cp (i32.add
          (i32.add (local.get $c) (i32.shl (local.get $j) (i32.const 3)))
          (i32.mul (local.get $i) (local.get $stride))))
        (local.set $rmax (i32.sub (local.get $rows) (local.get $i)))
        (local.set $smax (i32.sub (local.get $cols) (local.get $j)))
        (if (i32.and (i32.ge_s (local.get $rmax) (i32.const 4)) (i32.ge_s (local.get $smax) (i32.const 4)))
          (then
            (v128.store (local.get $cp) (f64x2.add (v128.load (local.get $cp)) (local.get $c00)))
            (v128.store offset=16 (local.get $cp) (f64x2.add (v128.load offset=16 (local.get $cp)) (local.get $c01)))
            (local.set $cp (i32.add (local.get $cp) (local.get $stride)))
            (v128.store (local.get $cp) (f64x2.add (v128.load (local.get $cp)) (local.get $c10)))
            (v128.store offset=16 (local.get $cp) (f64x2.add (v128.load offset=16 (local.get $cp)) (local.get $c11)))
            (local.set $cp (i32.add (local.get $cp) (local.get $stride)))
            (v128.store (local.get $cp) (f64x2.add (v128.load (local.get $cp)) (local.get $c20)))
            (v128.store offset=16 (local.get $cp) (f64x2.add (v128.load offset=16 (local.get $cp)) (local.get $c21)))
            (local.set $cp (i32.add (local.get $cp) (local.get $stride)))
            (v128.store (local.get $cp) (f64x2.add (v128.load (local.get $cp)) (local.get $c30)))
            (v128.store offset=16 (local.get $cp) (f64x2.add (v128.load offset=16 (local.get $cp)) (local.get $c31))))
          (else
            ;; An edge tile: through scratch, so that nothing outside C is touched.
            (v128.store (local.get $scratch) (local.get $c00))
            (v128.store offset=16 (local.get $scratch) (local.get $c01))
            (v128.store offset=32 (local.get $scratch) (local.get $c10))
            (v128.store offset=48 (local.get $scratch) (local.get $c11))
            (v128.store offset=64 (local.get $scratch) (local.get $c20))
            (v128.store offset=80 (local.get $scratch) (local.get $c21))
            (v128.store offset=96 (local.get $scratch) (local.get $c30))
            (v128.store offset=112 (local.get $scratch) (local.get $c31))
            (if (i32.gt_s (local.get $rmax) (i32.const 4)) (then (local.set $rmax (i32.const 4))))
            (if (i32.gt_s (local.get $smax) (i32.const 4)) (then (local.set $smax (i32.const 4))))
            (local.set $r (i32.const 0))
            (loop $rloop
              (local.set $s (i32.const 0))
              (local.set $sp (i32.add (local.get $scratch) (i32.shl (local.get $r) (i32.const 5))))
              (loop $sloop
                (f64.store (i32.add (local.get $cp) (i32.shl (local.get $s) (i32.const 3)))
                  (f64.add
                    (f64.load (i32.add (local.get $cp) (i32.shl (local.get $s) (i32.const 3))))
                    (f64.load (i32.add (local.get $sp) (i32.shl (local.get $s) (i32.const 3))))))
                (br_if $sloop (i32.lt_s (local.tee $s (i32.add (local.get $s) (i32.const 1))) (local.get $smax))))
              (local.set $cp (i32.add (local.get $cp) (local.get $stride)))
              (br_if $rloop (i32.lt_s (local.tee $r (i32.add (local.get $r) (i32.const 1))) (local.get $rmax))))))
        (local.set $arow (i32.add (local.get $arow) (local.get $panel)))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br $iloop)))
      (local.set $b (i32.add (local.get $b) (local.get $panel)))
      (local.set $j (i32.add (local.get $j) (i32.const 4)))
      (br $jloop))))

  ;; gram(dst, w, value, feature, at, rows, n, d, m)
  ;;
  ;; For each of n rows r = rows[i] (64-bit) of a sparse design with non-zeros at[r] …
  ;; at[r+1]−1 (32-bit): adds w[i·m+j]·x_f·x_e to dst[(f·d+e)·m+j] for every pair of
  ;; non-zeros with e ≤ f. The Go oracle is softmax's sparse AddGram.
  (func (export "gram")
    (param $dst i32) (param $w i32) (param $value i32) (param $feature i32) (param $at i32)
    (param $rows i32) (param $n i32) (param $d i32) (param $m i32)
    (local $a i32) (local $b i32) (local $lo i32) (local $hi i32) (local $row i32)
    (local $base i32) (local $p i32) (local $q i32) (local $end i32) (local $bytes i32)
    (local $v f64) (local $u f64) (local $x v128)
    (local.set $bytes (i32.shl (local.get $m) (i32.const 3)))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $row (i32.add (local.get $at) (i32.shl (i32.load (local.get $rows)) (i32.const 2))))
      (local.set $lo (i32.load (local.get $row)))
      (local.set $hi (i32.load offset=4 (local.get $row)))
      (local.set $a (local.get $lo))
      (block $adone (loop $anext
        (br_if $adone (i32.ge_s (local.get $a) (local.get $hi)))
        (local.set $base (i32.mul (local.get $d)
          (i32.load (i32.add (local.get $feature) (i32.shl (local.get $a) (i32.const 2))))))
        (local.set $u (f64.load (i32.add (local.get $value) (i32.shl (local.get $a) (i32.const 3)))))
        (local.set $b (local.get $lo))
        (loop $bnext
          (local.set $v (f64.mul (local.get $u)
            (f64.load (i32.add (local.get $value) (i32.shl (local.get $b) (i32.const 3))))))
          (local.set $x (f64x2.splat (local.get $v)))
          (local.set $p (i32.add (local.get $dst) (i32.mul (local.get $bytes)
            (i32.add (local.get $base)
              (i32.load (i32.add (local.get $feature) (i32.shl (local.get $b) (i32.const 2))))))))
          (local.set $q (local.get $w))
          (local.set $end (i32.add (local.get $w) (i32.and (local.get $bytes) (i32.const -16))))
          (block $jdone (loop $jnext
            (br_if $jdone (i32.ge_u (local.get $q) (local.get $end)))
            (v128.store (local.get $p) (f64x2.add (v128.load (local.get $p))
              (f64x2.mul (v128.load (local.get $q)) (local.get $x))))
            (local.set $p (i32.add (local.get $p) (i32.const 16)))
            (local.set $q (i32.add (local.get $q) (i32.const 16)))
            (br $jnext)))
          (if (i32.and (local.get $m) (i32.const 1)) (then
            (f64.store (local.get $p) (f64.add (f64.load (local.get $p))
              (f64.mul (f64.load (local.get $q)) (local.get $v))))))
          (local.set $b (i32.add (local.get $b) (i32.const 1)))
          (br_if $bnext (i32.le_s (local.get $b) (local.get $a))))
        (local.set $a (i32.add (local.get $a) (i32.const 1)))
        (br $anext)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 8)))
      (local.set $w (i32.add (local.get $w) (local.get $bytes)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next))))

  ;; quad(out, packed, value, feature, at, rows, n, d, m)
  ;;
  ;; The adjoint of gram: out[i·m+j] = Σ packed[(f·d+e)·m+j]·x_f·x_e over pairs e ≤ f of
  ;; the non-zeros of row rows[i]. The Go oracle is softmax's sparse Quad.
  (func (export "quad")
    (param $out i32) (param $packed i32) (param $value i32) (param $feature i32) (param $at i32)
    (param $rows i32) (param $n i32) (param $d i32) (param $m i32)
    (local $a i32) (local $b i32) (local $lo i32) (local $hi i32) (local $row i32)
    (local $base i32) (local $p i32) (local $q i32) (local $end i32) (local $bytes i32)
    (local $v f64) (local $u f64) (local $x v128)
    (local.set $bytes (i32.shl (local.get $m) (i32.const 3)))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $n)))
      (memory.fill (local.get $out) (i32.const 0) (local.get $bytes))
      (local.set $row (i32.add (local.get $at) (i32.shl (i32.load (local.get $rows)) (i32.const 2))))
      (local.set $lo (i32.load (local.get $row)))
      (local.set $hi (i32.load offset=4 (local.get $row)))
      (local.set $a (local.get $lo))
      (block $adone (loop $anext
        (br_if $adone (i32.ge_s (local.get $a) (local.get $hi)))
        (local.set $base (i32.mul (local.get $d)
          (i32.load (i32.add (local.get $feature) (i32.shl (local.get $a) (i32.const 2))))))
        (local.set $u (f64.load (i32.add (local.get $value) (i32.shl (local.get $a) (i32.const 3)))))
        (local.set $b (local.get $lo))
        (loop $bnext
          (local.set $v (f64.mul (local.get $u)
            (f64.load (i32.add (local.get $value) (i32.shl (local.get $b) (i32.const 3))))))
          (local.set $x (f64x2.splat (local.get $v)))
          (local.set $q (i32.add (local.get $packed) (i32.mul (local.get $bytes)
            (i32.add (local.get $base)
              (i32.load (i32.add (local.get $feature) (i32.shl (local.get $b) (i32.const 2))))))))
          (local.set $p (local.get $out))
          (local.set $end (i32.add (local.get $out) (i32.and (local.get $bytes) (i32.const -16))))
          (block $jdone (loop $jnext
            (br_if $jdone (i32.ge_u (local.get $p) (local.get $end)))
            (v128.store (local.get $p) (f64x2.add (v128.load (local.get $p))
              (f64x2.mul (v128.load (local.get $q)) (local.get $x))))
            (local.set $p (i32.add (local.get $p) (i32.const 16)))
            (local.set $q (i32.add (local.get $q) (i32.const 16)))
            (br $jnext)))
          (if (i32.and (local.get $m) (i32.const 1)) (then
            (f64.store (local.get $p) (f64.add (f64.load (local.get $p))
              (f64.mul (f64.load (local.get $q)) (local.get $v))))))
          (local.set $b (i32.add (local.get $b) (i32.const 1)))
          (br_if $bnext (i32.le_s (local.get $b) (local.get $a))))
        (local.set $a (i32.add (local.get $a) (i32.const 1)))
        (br $anext)))
      (local.set $rows (i32.add (local.get $rows) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (local.get $bytes)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next)))))
