//! The error function.
//!
//! Near 0 it is x + x·p(x²), whose second term is never more than a quarter of the first.
//! Beyond, what is missing to 1 is small and need not be known as well: for `f32` it is the
//! fourth power of a polynomial, for `f64` the exponential of one.
//!
//! Coefficients: `scripts/coefficients_special.sollya`.

use super::gaussian::{SQUARE_DOUBLE, exponential, polynomial};
use crate::simd::Vector;

#[inline(always)]
pub(super) fn single<V: Vector<Scalar = f32>>(x: V) -> V {
    // From 3.92 on the result rounds to 1.
    let a = x.splat(3.93).min(x.abs());
    let near = polynomial(a * a, &NEAR_SINGLE).mul_add(a, a);
    let root = polynomial(a - 2.5, &FAR_SINGLE);
    let square = root * root;
    let far = square.mul_add(-square, x.splat(1.0));
    V::select(a.lt(x.splat(1.22)), near, far).copysign(x)
}

#[inline(always)]
pub(super) fn double<V: Vector<Scalar = f64>>(x: V) -> V {
    // From 5.93 on the result rounds to 1.
    let a = x.splat(5.95).min(x.abs());
    let near = polynomial(a * a, &NEAR_DOUBLE).mul_add(a, a);
    let logarithm = polynomial(a - 3.0, &FAR_DOUBLE);
    let zero = x.splat(0.0);
    let missing = exponential(-logarithm, zero, &SQUARE_DOUBLE).times(x.splat(1.0), zero);
    let far = x.splat(1.0) - missing;
    V::select(a.lt(x.splat(1.0)), near, far).copysign(x)
}

/// erf(a)/a − 1 in a².
#[rustfmt::skip]
const NEAR_SINGLE: [f64; 8] = [
    0.128_379_166_126_251_22, -0.376_126_319_169_998_17, 0.112_837_046_384_811_4,
    -0.026_861_460_879_445_076, 0.005_211_383_104_324_341, -0.000_836_324_936_244_636_8,
    0.000_105_112_216_260_749_85, -7.801_116_225_891_747e-06,
];
/// ⁴√erfc(a) in a − 2.5.
#[rustfmt::skip]
const FAR_SINGLE: [f64; 9] = [
    0.142_032_086_849_212_65, -0.190_062_955_021_858_22, 0.093_643_754_720_687_87,
    -0.012_278_960_086_405_277, -0.006_471_581_291_407_347, 0.002_708_305_604_755_878_4,
    3.017_583_185_283_001_5e-05, -0.000_212_972_750_887_274_74, -5.798_705_387_860_536_6e-06,
];
/// erf(a)/a − 1 in a².
#[rustfmt::skip]
const NEAR_DOUBLE: [f64; 13] = [
    0.128_379_167_095_512_6, -0.376_126_389_031_837_5, 0.112_837_916_709_548_85,
    -0.026_866_170_645_077_868, 0.005_223_977_624_828_375, -0.000_854_832_698_142_293,
    0.000_120_553_311_328_780_74, -1.492_559_577_067_173_2e-05, 1.646_100_845_856_685_5e-06,
    -1.635_039_606_484_186_4e-07, 1.466_032_793_032_985_8e-08, -1.137_495_359_330_313e-09,
    5.960_683_089_118_714e-11,
];
/// ln erfc(a) in a − 3.
#[rustfmt::skip]
const FAR_DOUBLE: [f64; 26] = [
    -10.720_363_041_981_113, -6.303_753_689_003_234, -0.957_394_218_801_240_1,
    -0.007_411_891_795_565_285, 0.001_353_310_438_023_366_4, -0.000_245_692_133_817_788_3,
    4.308_179_114_060_795e-05, -7.115_465_294_603_002e-06, 1.069_388_946_418_036_2e-06,
    -1.361_767_134_083_983_2e-07, 1.146_027_346_206_025_9e-08, 6.335_955_144_979_358e-10,
    -6.105_958_877_454_754e-10, 1.891_451_047_851_194_7e-10, -4.380_507_785_343_796_5e-11,
    8.575_140_330_705_37e-12, -1.457_671_241_740_741_8e-12, 1.137_031_167_378_213_8e-13,
    -5.367_154_490_630_444e-16, 1.264_859_018_561_974_7e-14, 5.504_452_253_967_902e-15,
    -2.228_159_088_949_224_7e-15, -8.397_809_956_233_996e-16, -4.698_639_341_381_633_4e-17,
    6.300_780_741_338_982e-17, 1.077_248_299_211_904_8e-17,
];
