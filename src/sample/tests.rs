use crate::sample::*;

#[test]
fn the_generator_is_the_published_one() {
    // Vigna's splitmix64.c for a state of 0 and of 1234567: the first outputs, as given with the reference implementations.
    let mut zero = Rng(0);
    assert_eq!(zero.next(), 0xE220_A839_7B1D_CDAF);
    assert_eq!(zero.next(), 0x6E78_9E6A_A1B9_65F4);
    let mut rng = Rng(1_234_567);
    assert_eq!(rng.next(), 6_457_827_717_110_365_317);
    assert_eq!(rng.next(), 3_203_168_211_198_807_973);
}

#[test]
fn below_is_within_and_even() {
    let mut rng = Rng::new(7, 0);
    let mut times = [0_u32; 6];
    for _ in 0..60_000 {
        times[usize::try_from(rng.below(6)).unwrap()] += 1;
    }
    // 10,000 each; five standard deviations are 456.
    assert!(times.iter().all(|t| t.abs_diff(10_000) < 456), "{times:?}");
    assert_eq!(rng.below(0), 0);
    assert_eq!(rng.below(1), 0);
    assert_ne!(Rng::new(7, 0).next(), Rng::new(7, 1).next());
}
