//! The entries of the catalogue that are no functions of a formula: how each is called.
//!
//! The catalogue is built with this crate, so that its registry cannot be asked here, and `selu` is
//! one letter away from `relu`. A test of both crates holds these rows to the registry. Not here:
//! entries that a formula has a shorter word for, such as `square` (`unknown`).

/// One row: an entry.
pub(super) struct Entry {
    /// The name of its function, which people type.
    pub(super) name: &'static str,
    ty: &'static str,
    parameters: &'static [&'static str],
    inputs: &'static [&'static str],
}

macro_rules! entries {
    ($($name:ident = $type:ident $({ $($parameter:ident),+ })? ($($input:ident),+);)+) => {
        pub(super) const ENTRIES: &[Entry] = &[$(Entry {
            name: stringify!($name),
            ty: stringify!($type),
            parameters: &[$($(stringify!($parameter)),+)?],
            inputs: &[$(stringify!($input)),+],
        }),+];
    };
}

entries! {
    linear = Linear { alpha, beta } (x);
    prelu = Prelu { weight } (x);
    srelu = SRelu { t_left, a_left, t_right, a_right } (x);
    apl = Apl { a1, b1, a2, b2 } (x);
    binary_step = BinaryStep (x);
    spike_arctan = SpikeArctan { alpha } (x);
    spike_fast_sigmoid = SpikeFastSigmoid { slope } (x);
    sign_straight_through = SignStraightThrough (x);
    round_straight_through = RoundStraightThrough (x);
    threshold = Threshold { threshold, value } (x);
    thresholded_relu = ThresholdedRelu { theta } (x);
    hard_shrink = HardShrink { lambd } (x);
    soft_shrink = SoftShrink { lambd } (x);
    shrink = Shrink { bias, lambd } (x);
    onnx_hard_sigmoid = OnnxHardSigmoid { alpha, beta } (x);
    onednn_hard_swish = OnednnHardSwish { alpha, beta } (x);
    hard_elish = HardElish (x);
    sparse_plus = SparsePlus { beta } (x);
    sparse_sigmoid = SparseSigmoid (x);
    sqnl = Sqnl (x);
    power = Power { alpha, beta } (x);
    squared_relu = SquaredRelu (x);
    star_relu = StarRelu { scale, bias } (x);
    poly_relu = PolyRelu { a0, a1, a2, a3 } (x);
    repsu = RePsu { a, b, c, d, e } (x);
    selu = Selu (x);
    celu = Celu { alpha } (x);
    soft_exponential = SoftExponential { alpha } (x);
    xielu = Xielu { alpha_p, alpha_n, beta } (x);
    cloglog = Cloglog (x);
    sqrt_softplus = SqrtSoftplus (x);
    squareplus = Squareplus { b } (x);
    logcosh = Logcosh (x);
    soft_clipping = SoftClipping { alpha } (x);
    bent_identity = BentIdentity (x);
    nlrelu = NlRelu { beta } (x);
    bipolar_sigmoid = BipolarSigmoid (x);
    lecun_tanh = LecunTanh { a, b } (x);
    soboleva_tanh = SobolevaTanh { a, b, c, d } (x);
    laplace = Laplace { mu, sigma } (x);
    isru = Isru { alpha } (x);
    isrlu = Isrlu { alpha } (x);
    gaussian = Gaussian (x);
    sinc = Sinc (x);
    gcu = Gcu (x);
    snake = Snake { a } (x);
    snake_beta = SnakeBeta { alpha, beta } (x);
    e_swish = ESwish { beta } (x);
    quick_gelu = QuickGelu (x);
    elish = Elish (x);
    aria2 = Aria2 { alpha, beta } (x);
    swish_t = SwishT { alpha, beta } (x);
    eanaf = Eanaf (x);
    acon_c = AconC { p1, p2, beta } (x);
    xsilu = XSilu { alpha } (x);
    xgelu = XGelu { alpha } (x);
    xatlu = XAtlu { alpha } (x);
    lisht = Lisht (x);
    tanh_exp = TanhExp (x);
    serf = Serf (x);
    logish = Logish (x);
    p_logish = PLogish { a, b } (x);
    phish = Phish (x);
    smish = Smish { alpha, beta } (x);
    gish = Gish (x);
    colu = Colu (x);
    rrelu = Rrelu { lower, upper } (x, noise);
    bipolar_relu = BipolarRelu (x, parity);
    glu = Glu (a, b);
    bilinear = Bilinear (a, b);
    gtu = Gtu (a, b);
    reglu = ReGlu (a, b);
    geglu = GeGlu (a, b);
    geglu_tanh = GeGluTanh (a, b);
    swiglu = SwiGlu (a, b);
    clamped_swiglu = ClampedSwiGlu { alpha, limit } (a, b);
    xatglu = XAtGlu { alpha } (a, b);
    preglu = PReGlu { weight } (a, b);
    bias_relu = BiasRelu (v, b);
    bias_gelu = BiasGelu (v, b);
    channel_prelu = ChannelPrelu (x, weight);
    channel_swish = ChannelSwish (x, beta);
    channel_acon_c = ChannelAconC (x, p1, p2, beta);
    channel_snake = ChannelSnake (x, a);
    dyt = DynamicTanh { alpha } (x, gamma, beta);
    derf = DynamicErf { alpha, shift } (x, gamma, beta);
}

impl Entry {
    /// How it is called, where the runtime is at `krate`.
    pub(super) fn usage(&self, krate: &str) -> String {
        let Entry { ty, parameters, .. } = self;
        let inputs = self.inputs.join(", ");
        let plain = format!("`{krate}::catalogue::{ty}({inputs})`");
        if parameters.is_empty() {
            return plain;
        }
        let given: Vec<String> = parameters.iter().map(|name| format!("{name}: …")).collect();
        format!(
            "{plain}, or with parameters `{ty} {{ {} }}({inputs})`",
            given.join(", ")
        )
    }
}
