//! What follows by hand from the formulas in papers, at inputs where they are easy: eˣ is 2 or 3,
//! the hyperbolic tangent of ln 2 is 3/5. Typed by hand, each row with where its formula is from.

use std::f64::consts::{E, FRAC_1_SQRT_2, FRAC_PI_2, FRAC_PI_3, FRAC_PI_4, FRAC_PI_6, LN_2, PI};

use super::Worked;

// tanh ln 2 = 3/5, tanh ln 3 = 4/5, and of the logistic function 2/3 and 3/4.
const LN_3: f64 = 1.098612288668109691;
const LN_4_3: f64 = 0.2876820724517809274;
const LN_3_2: f64 = 0.4054651081081643820;
const LN_5_3: f64 = 0.5108256237659906832;
const LN_5_4: f64 = 0.2231435513142097558;
/// Where e to the e to the x is 2, and where it is 3.
const LN_LN_2: f64 = -0.3665129205816643270;
const LN_LN_3: f64 = 0.0940478276166990162;
/// Where softplus is 1/2, 1 and 2.
const SOFTPLUS_HALF: f64 = -0.4327521295671885719;
const SOFTPLUS_1: f64 = 0.5413248546129181090;
const SOFTPLUS_2: f64 = 1.854586542131140943;
/// ln(1 + e).
const LN_1_E: f64 = 1.313261687518222834;
const SQRT_LN_2: f64 = 0.8325546111576977563;
const SQRT_3: f64 = 1.732050807568877294;

// Abramowitz and Stegun, tables 4.6, 7.1 and 26.1.
const SIN_1: f64 = 0.8414709848078965067;
const COS_1: f64 = 0.5403023058681397174;
const ERF_HALF: f64 = 0.5204998778130465377;
const ERF_1: f64 = 0.8427007929497148693;
const ERF_2: f64 = 0.9953222650189527342;
const NORMAL_1: f64 = 0.8413447460685429486;
const NORMAL_2: f64 = 0.9772498680518207928;

const SELU: f64 = 1.0507009873554805;
const SELU_ALPHA: f64 = 1.6732632423543773;

const MCCULLOCH: &str = "McCulloch and Pitts (1943)";
const RAMACHANDRAN: &str = "Ramachandran, Zoph and Le (2017)";
const SHAZEER: &str = "Shazeer (2020)";
const HUANG: &str = "Huang (2024), expanded gating ranges";
const DNN: &str = "oneDNN, eltwise primitive";
const TORCH: &str = "PyTorch, torch.nn";
const JAX: &str = "JAX, jax.nn";
const WIKIPEDIA: &str = "Wikipedia, Activation function";

/// Values, typed by hand.
#[rustfmt::skip]
pub const PAPERS: &[Worked] = &[
    Worked { name: "linear", parameters: &[2.0, 1.0], source: DNN,
        points: &[(&[3.0], 7.0), (&[-1.0], -1.0), (&[0.0], 1.0)] },
    Worked { name: "abs", parameters: &[], source: DNN,
        points: &[(&[-2.5], 2.5), (&[0.0], 0.0), (&[3.0], 3.0)] },
    Worked { name: "prelu", parameters: &[0.25], source: "He, Zhang, Ren and Sun (2015)",
        points: &[(&[-4.0], -1.0), (&[0.0], 0.0), (&[3.0], 3.0)] },
    Worked { name: "srelu", parameters: &[-1.0, 0.5, 2.0, 0.25], source: "Jin et al. (2015)",
        points: &[(&[-3.0], -2.0), (&[0.5], 0.5), (&[4.0], 2.5)] },
    Worked { name: "apl", parameters: &[0.5, -1.0, -0.25, 1.0], source: "Agostinelli et al. (2014)",
        points: &[(&[-2.0], -0.25), (&[0.0], -0.25), (&[3.0], 3.0)] },
    Worked { name: "binary_step", parameters: &[], source: MCCULLOCH,
        points: &[(&[-0.5], 0.0), (&[0.0], 1.0), (&[2.0], 1.0)] },
    Worked { name: "spike_arctan", parameters: &[2.0], source: "Fang et al. (2020): the step of a spike",
        points: &[(&[-0.5], 0.0), (&[0.0], 1.0), (&[0.5], 1.0)] },
    Worked { name: "spike_fast_sigmoid", parameters: &[25.0], source: "Zenke and Ganguli (2018): the step of a spike",
        points: &[(&[-0.5], 0.0), (&[0.0], 1.0), (&[0.5], 1.0)] },
    Worked { name: "sign_straight_through", parameters: &[], source: "Hubara et al. (2016)",
        points: &[(&[-0.5], -1.0), (&[0.0], 1.0), (&[2.0], 1.0)] },
    Worked { name: "round_straight_through", parameters: &[], source: "Bengio, Léonard and Courville (2013): a rounding",
        points: &[(&[0.25], 0.0), (&[1.75], 2.0), (&[-2.75], -3.0)] },
    Worked { name: "threshold", parameters: &[1.0, -3.0], source: TORCH,
        points: &[(&[2.0], 2.0), (&[1.0], -3.0), (&[0.0], -3.0)] },
    Worked { name: "hard_shrink", parameters: &[0.5], source: TORCH,
        points: &[(&[0.5], 0.0), (&[-1.0], -1.0), (&[0.25], 0.0), (&[0.75], 0.75)] },
    Worked { name: "soft_shrink", parameters: &[0.5], source: TORCH,
        points: &[(&[1.0], 0.5), (&[-2.0], -1.5), (&[0.25], 0.0)] },
    Worked { name: "tanh_shrink", parameters: &[], source: TORCH,
        points: &[(&[LN_2], LN_2 - 0.6), (&[-LN_2], 0.6 - LN_2), (&[LN_3], LN_3 - 0.8)] },
    Worked { name: "relu6", parameters: &[], source: "Krizhevsky (2010)",
        points: &[(&[-1.0], 0.0), (&[2.5], 2.5), (&[9.0], 6.0)] },
    Worked { name: "hard_sigmoid", parameters: &[], source: "Howard et al. (2019)",
        points: &[(&[-4.0], 0.0), (&[0.0], 0.5), (&[1.5], 0.75), (&[3.0], 1.0)] },
    Worked { name: "hard_swish", parameters: &[], source: "Howard et al. (2019)",
        points: &[(&[-4.0], 0.0), (&[-1.5], -0.375), (&[1.0], 2.0 / 3.0), (&[3.0], 3.0)] },
    Worked { name: "hard_elish", parameters: &[], source: "Basirat and Roth (2018)",
        points: &[(&[-2.0], 0.0), (&[-LN_2], -(1.0 - LN_2) / 4.0), (&[0.5], 0.375), (&[3.0], 3.0)] },
    Worked { name: "sparse_plus", parameters: &[1.0], source: JAX,
        points: &[(&[-2.0], 0.0), (&[0.0], 0.25), (&[0.5], 0.5625), (&[2.0], 2.0)] },
    Worked { name: "sparse_sigmoid", parameters: &[], source: JAX,
        points: &[(&[-2.0], 0.0), (&[0.0], 0.5), (&[0.5], 0.75), (&[3.0], 1.0)] },
    Worked { name: "sqnl", parameters: &[], source: "Wuraola and Patel (2018)",
        points: &[(&[-3.0], -1.0), (&[-1.0], -0.75), (&[1.0], 0.75), (&[3.0], 1.0)] },
    Worked { name: "square", parameters: &[], source: DNN,
        points: &[(&[-3.0], 9.0), (&[0.0], 0.0), (&[0.5], 0.25)] },
    Worked { name: "cube", parameters: &[], source: "Chen and Manning (2014)",
        points: &[(&[-2.0], -8.0), (&[0.5], 0.125), (&[3.0], 27.0)] },
    Worked { name: "power", parameters: &[2.0, 3.0], source: DNN,
        points: &[(&[2.0], 16.0), (&[0.5], 0.25), (&[1.0], 2.0)] },
    Worked { name: "power", parameters: &[1.0, 0.5], source: DNN,
        points: &[(&[9.0], 3.0), (&[0.25], 0.5)] },
    Worked { name: "squared_relu", parameters: &[], source: "So et al. (2021)",
        points: &[(&[-1.0], 0.0), (&[0.5], 0.25), (&[3.0], 9.0)] },
    Worked { name: "star_relu", parameters: &[0.8944, -0.4472], source: "Yu et al. (2022)",
        points: &[(&[-5.0], -0.4472), (&[1.0], 0.4472), (&[2.0], 3.1304)] },
    Worked { name: "poly_relu", parameters: &[0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], source: "Zhuo et al. (2024)",
        points: &[(&[-1.0], 0.0), (&[1.0], 1.0), (&[2.0], 14.0 / 3.0)] },
    Worked { name: "repsu", parameters: &[1.0, 0.0, 0.0, 1.0, 1.0], source: WIKIPEDIA,
        points: &[(&[-1.0], 0.0), (&[LN_2], 2.0 / 3.0 * LN_2), (&[LN_3], 0.75 * LN_3)] },
    Worked { name: "repsu", parameters: &[0.5, 1.0, 0.0, 1.0, 1.0], source: WIKIPEDIA,
        points: &[(&[0.5], 0.0), (&[3.0], 2.0)] },
    Worked { name: "selu", parameters: &[], source: "Klambauer et al. (2017)",
        points: &[(&[-LN_2], -SELU * SELU_ALPHA / 2.0), (&[0.0], 0.0), (&[1.0], SELU)] },
    Worked { name: "celu", parameters: &[2.0], source: "Barron (2017)",
        points: &[(&[-2.0 * LN_2], -1.0), (&[0.0], 0.0), (&[1.0], 1.0)] },
    Worked { name: "soft_exponential", parameters: &[1.0], source: "Godfrey and Gashler (2016): eˣ",
        points: &[(&[0.0], 1.0), (&[LN_2], 2.0)] },
    Worked { name: "soft_exponential", parameters: &[-1.0], source: "Godfrey and Gashler (2016): ln x",
        points: &[(&[1.0], 0.0), (&[E], 1.0)] },
    Worked { name: "soft_exponential", parameters: &[0.0], source: "Godfrey and Gashler (2016): x",
        points: &[(&[3.0], 3.0)] },
    // Both curvatures through softplus, which is ln 2 at 0.
    Worked { name: "xielu", parameters: &[0.0, 0.0, 0.5], source: "Huang and Schlag (2024)",
        points: &[(&[-LN_2], LN_2 * LN_2 - 0.25 - 0.5 * LN_2), (&[0.0], 0.0), (&[2.0], 4.0 * LN_2 + 1.0)] },
    Worked { name: "cloglog", parameters: &[], source: "Gomes and Ludermir (2008)",
        points: &[(&[LN_LN_2], 0.5), (&[0.0], 1.0 - 1.0 / E), (&[LN_2], 1.0 - 1.0 / (E * E))] },
    Worked { name: "sqrt_softplus", parameters: &[], source: "Hugging Face, sqrtsoftplus",
        points: &[(&[SOFTPLUS_HALF], FRAC_1_SQRT_2), (&[0.0], SQRT_LN_2), (&[SOFTPLUS_1], 1.0)] },
    Worked { name: "squareplus", parameters: &[4.0], source: "Barron (2021)",
        points: &[(&[-1.5], 0.5), (&[0.0], 1.0), (&[1.5], 2.0)] },
    Worked { name: "logcosh", parameters: &[], source: "NNlib, logcosh",
        points: &[(&[-LN_3], LN_5_3), (&[0.0], 0.0), (&[LN_2], LN_5_4)] },
    Worked { name: "soft_clipping", parameters: &[1.0], source: "Klimek and Perelstein (2018)",
        points: &[(&[0.0], LN_2 + 1.0 - LN_1_E), (&[0.5], 0.5), (&[1.0], LN_1_E - LN_2)] },
    Worked { name: "bent_identity", parameters: &[], source: WIKIPEDIA,
        points: &[(&[-0.75], -0.625), (&[0.0], 0.0), (&[0.75], 0.875)] },
    Worked { name: "nlrelu", parameters: &[1.0], source: "Liu et al. (2019)",
        points: &[(&[-3.0], 0.0), (&[1.0], LN_2), (&[E - 1.0], 1.0)] },
    Worked { name: "bipolar_sigmoid", parameters: &[], source: WIKIPEDIA,
        points: &[(&[-LN_3], -0.5), (&[0.0], 0.0), (&[LN_2], 1.0 / 3.0)] },
    Worked { name: "log_sigmoid", parameters: &[], source: TORCH,
        points: &[(&[-LN_2], -LN_3), (&[0.0], -LN_2), (&[LN_2], -LN_3_2)] },
    Worked { name: "lecun_tanh", parameters: &[1.7159, 2.0 / 3.0], source: "LeCun et al. (1998)",
        points: &[(&[1.5 * LN_2], 1.02954), (&[-1.5 * LN_3], -1.37272), (&[0.0], 0.0)] },
    Worked { name: "soboleva_tanh", parameters: &[1.0, 1.0, 1.0, 1.0], source: "Wikipedia, Soboleva modified hyperbolic tangent",
        points: &[(&[LN_2], 0.6), (&[0.0], 0.0)] },
    Worked { name: "soboleva_tanh", parameters: &[1.0, 2.0, 2.0, 1.0], source: "Wikipedia, Soboleva modified hyperbolic tangent",
        points: &[(&[LN_2], 7.0 / 18.0)] },
    Worked { name: "arctan", parameters: &[], source: WIKIPEDIA,
        points: &[(&[-SQRT_3], -FRAC_PI_3), (&[0.0], 0.0), (&[1.0], FRAC_PI_4)] },
    Worked { name: "arsinh", parameters: &[], source: WIKIPEDIA,
        points: &[(&[-0.75], -LN_2), (&[0.0], 0.0), (&[4.0 / 3.0], LN_3)] },
    Worked { name: "erf", parameters: &[], source: "Abramowitz and Stegun, table 7.1",
        points: &[(&[-1.0], -ERF_1), (&[0.5], ERF_HALF), (&[2.0], ERF_2)] },
    Worked { name: "laplace", parameters: &[0.0, 1.0], source: "Ma et al. (2022); Abramowitz and Stegun, table 26.1",
        points: &[(&[-1.0], 1.0 - NORMAL_1), (&[0.0], 0.5), (&[2.0], NORMAL_2)] },
    Worked { name: "isru", parameters: &[1.0], source: "Carlile et al. (2017)",
        points: &[(&[-4.0 / 3.0], -0.8), (&[0.0], 0.0), (&[0.75], 0.6)] },
    Worked { name: "isrlu", parameters: &[1.0], source: "Carlile et al. (2017)",
        points: &[(&[-4.0 / 3.0], -0.8), (&[-0.75], -0.6), (&[2.0], 2.0)] },
    Worked { name: "gaussian", parameters: &[], source: WIKIPEDIA,
        points: &[(&[-1.0], 1.0 / E), (&[0.0], 1.0), (&[SQRT_LN_2], 0.5)] },
    Worked { name: "sinusoid", parameters: &[], source: "Sitzmann et al. (2020)",
        points: &[(&[-FRAC_PI_4], -FRAC_1_SQRT_2), (&[FRAC_PI_6], 0.5), (&[1.0], SIN_1)] },
    Worked { name: "sinc", parameters: &[], source: WIKIPEDIA,
        points: &[(&[0.0], 1.0), (&[FRAC_PI_6], 3.0 / PI), (&[-FRAC_PI_2], 2.0 / PI), (&[1.0], SIN_1)] },
    Worked { name: "gcu", parameters: &[], source: "Noel et al. (2021)",
        points: &[(&[1.0], COS_1), (&[FRAC_PI_3], FRAC_PI_6), (&[-PI], PI)] },
    Worked { name: "snake", parameters: &[1.0], source: "Ziyin, Hartwig and Ueda (2020)",
        points: &[(&[0.0], 0.0), (&[FRAC_PI_2], FRAC_PI_2 + 1.0), (&[-FRAC_PI_4], 0.5 - FRAC_PI_4)] },
    Worked { name: "snake", parameters: &[2.0], source: "Ziyin, Hartwig and Ueda (2020)",
        points: &[(&[FRAC_PI_4], FRAC_PI_4 + 0.5)] },
    Worked { name: "snake_beta", parameters: &[LN_2, LN_3], source: "Lee et al. (2022), BigVGAN",
        points: &[(&[0.0], 0.0), (&[FRAC_PI_4], FRAC_PI_4 + 1.0 / 3.0), (&[-FRAC_PI_2], -FRAC_PI_2)] },
    Worked { name: "swish", parameters: &[2.0], source: RAMACHANDRAN,
        points: &[(&[-LN_2], -LN_2 / 5.0), (&[0.0], 0.0), (&[LN_2], 0.8 * LN_2)] },
    Worked { name: "swish", parameters: &[0.0], source: RAMACHANDRAN,
        points: &[(&[3.0], 1.5)] },
    Worked { name: "e_swish", parameters: &[1.5], source: "Alcaide (2018)",
        points: &[(&[-LN_2], -0.5 * LN_2), (&[0.0], 0.0), (&[LN_2], LN_2)] },
    Worked { name: "quick_gelu", parameters: &[], source: "Hendrycks and Gimpel (2016)",
        points: &[(&[-LN_2 / 1.702], -LN_2 / 5.106), (&[0.0], 0.0), (&[LN_2 / 1.702], LN_2 / 2.553)] },
    Worked { name: "elish", parameters: &[], source: "Basirat and Roth (2018)",
        points: &[(&[-LN_3], -1.0 / 6.0), (&[-LN_2], -1.0 / 6.0), (&[LN_2], 2.0 / 3.0 * LN_2)] },
    Worked { name: "aria2", parameters: &[2.0, 1.0], source: "Patwardhan, Ingalhalikar and Walambe (2018)",
        points: &[(&[-LN_2], -LN_2 / 9.0), (&[LN_2], 4.0 / 9.0 * LN_2), (&[LN_3], 9.0 / 16.0 * LN_3)] },
    Worked { name: "swish_t", parameters: &[0.1, 1.0], source: "Seo, Kim and Park (2024)",
        points: &[(&[-LN_2], -LN_2 / 3.0 - 0.06), (&[0.0], 0.0), (&[LN_2], 2.0 / 3.0 * LN_2 + 0.06)] },
    Worked { name: "eanaf", parameters: &[], source: "Chai et al. (2022)",
        points: &[(&[-LN_2], -LN_2 / 5.0), (&[LN_2], LN_2 / 2.0), (&[2.0 * LN_2], 4.0 / 3.0 * LN_2)] },
    Worked { name: "acon_c", parameters: &[2.0, 1.0, 1.0], source: "Ma, Zhang, Liu and Sun (2020), ACON-C",
        points: &[(&[-LN_2], -4.0 / 3.0 * LN_2), (&[0.0], 0.0), (&[LN_2], 5.0 / 3.0 * LN_2)] },
    Worked { name: "acon_c", parameters: &[1.0, -1.0, 1.0], source: "Ma, Zhang, Liu and Sun (2020), ACON-C",
        points: &[(&[LN_2], 0.6 * LN_2)] },
    Worked { name: "xsilu", parameters: &[0.5], source: HUANG,
        points: &[(&[-LN_2], -LN_2 / 6.0), (&[0.0], 0.0), (&[LN_2], 5.0 / 6.0 * LN_2)] },
    Worked { name: "xgelu", parameters: &[0.5], source: HUANG,
        points: &[(&[-1.0], 2.0 * NORMAL_1 - 1.5), (&[0.0], 0.0), (&[1.0], 2.0 * NORMAL_1 - 0.5)] },
    Worked { name: "xatlu", parameters: &[0.0], source: HUANG,
        points: &[(&[-1.0], -0.25), (&[1.0], 0.75), (&[SQRT_3], SQRT_3 * 5.0 / 6.0)] },
    Worked { name: "xatlu", parameters: &[0.5], source: HUANG,
        points: &[(&[1.0], 1.0)] },
    // tanh ln u = (u² − 1)/(u² + 1).
    Worked { name: "mish", parameters: &[], source: "Misra (2019)",
        points: &[(&[-LN_2], -5.0 / 13.0 * LN_2), (&[LN_2], 0.8 * LN_2), (&[LN_3], 15.0 / 17.0 * LN_3)] },
    Worked { name: "lisht", parameters: &[], source: "Roy et al. (2019)",
        points: &[(&[-LN_2], 0.6 * LN_2), (&[0.0], 0.0), (&[LN_3], 0.8 * LN_3)] },
    Worked { name: "tanh_exp", parameters: &[], source: "Liu and Di (2020)",
        points: &[(&[LN_LN_2], 0.6 * LN_LN_2), (&[0.0], 0.0), (&[LN_LN_3], 0.8 * LN_LN_3)] },
    Worked { name: "serf", parameters: &[], source: "Nag et al. (2021)",
        points: &[(&[SOFTPLUS_HALF], SOFTPLUS_HALF * ERF_HALF), (&[SOFTPLUS_1], SOFTPLUS_1 * ERF_1), (&[SOFTPLUS_2], SOFTPLUS_2 * ERF_2)] },
    Worked { name: "logish", parameters: &[], source: "Zhu et al. (2021)",
        points: &[(&[-LN_2], -LN_2 * LN_4_3), (&[0.0], 0.0), (&[LN_2], LN_2 * LN_5_3)] },
    Worked { name: "p_logish", parameters: &[2.0, 10.0], source: "Zhu et al. (2021)",
        points: &[(&[-LN_2 / 10.0], -LN_2 / 5.0 * LN_4_3), (&[0.0], 0.0), (&[LN_2 / 10.0], LN_2 / 5.0 * LN_5_3)] },
    // tanh of Φ(1), of 1 − Φ(1) and of 2 Φ(2).
    Worked { name: "phish", parameters: &[], source: "Naveen (2022)",
        points: &[(&[-1.0], 0.1573373256715585548), (&[1.0], 0.6865206717033414273), (&[2.0], 1.921335799390593178)] },
    Worked { name: "smish", parameters: &[1.0, 1.0], source: "Wang, Ren and Wang (2022)",
        points: &[(&[-LN_2], -0.28 * LN_2), (&[0.0], 0.0), (&[LN_2], 8.0 / 17.0 * LN_2)] },
    Worked { name: "gish", parameters: &[], source: "Kaytan, Aydilek and Yeroğlu (2023)",
        points: &[(&[LN_LN_2], LN_LN_2 * LN_3_2), (&[0.0], 0.0), (&[LN_LN_3], LN_LN_3 * LN_5_3)] },
    Worked { name: "colu", parameters: &[], source: "Vagerwal (2021)",
        points: &[(&[LN_LN_2], LN_LN_2 / (1.0 - LN_LN_2 / (2.0 * LN_2))), (&[0.0], 0.0), (&[LN_LN_3], LN_LN_3 / (1.0 - LN_LN_3 / (3.0 * LN_3)))] },
    Worked { name: "rrelu", parameters: &[0.25, 0.75], source: "Xu, Wang, Chen and Li (2015)",
        points: &[(&[-2.0, 0.5], -1.0), (&[-2.0, 0.0], -0.5), (&[3.0, 0.75], 3.0)] },
    Worked { name: "bipolar_relu", parameters: &[], source: "Eidnes and Nøkland (2017)",
        points: &[(&[-2.0, 0.0], 0.0), (&[-2.0, 1.0], -2.0), (&[3.0, 0.0], 3.0), (&[3.0, 1.0], 0.0)] },
    Worked { name: "glu", parameters: &[], source: "Dauphin et al. (2016)",
        points: &[(&[3.0, LN_2], 2.0), (&[3.0, -LN_2], 1.0), (&[-2.0, 0.0], -1.0)] },
    Worked { name: "bilinear", parameters: &[], source: SHAZEER,
        points: &[(&[2.0, 3.0], 6.0), (&[-0.5, 4.0], -2.0), (&[0.0, 7.0], 0.0)] },
    Worked { name: "gtu", parameters: &[], source: "van den Oord et al. (2016)",
        points: &[(&[LN_2, LN_2], 0.4), (&[LN_3, -LN_2], 0.8 / 3.0), (&[0.0, 1.0], 0.0)] },
    Worked { name: "reglu", parameters: &[], source: SHAZEER,
        points: &[(&[2.0, 3.0], 6.0), (&[-1.0, 5.0], 0.0), (&[0.5, -4.0], -2.0)] },
    Worked { name: "geglu", parameters: &[], source: SHAZEER,
        points: &[(&[1.0, 2.0], 2.0 * NORMAL_1), (&[-1.0, 3.0], 3.0 * NORMAL_1 - 3.0), (&[0.0, 5.0], 0.0)] },
    // (1 ± tanh(1.044715 √(2/π)))/2 = 0.8411919906082767048 and 0.1588080093917232952.
    Worked { name: "geglu_tanh", parameters: &[], source: SHAZEER,
        points: &[(&[1.0, 2.0], 1.6823839812165534), (&[-1.0, 2.0], -0.3176160187834466), (&[0.0, 5.0], 0.0)] },
    Worked { name: "swiglu", parameters: &[], source: SHAZEER,
        points: &[(&[LN_2, 3.0], 2.0 * LN_2), (&[-LN_2, 3.0], -LN_2), (&[0.0, 5.0], 0.0)] },
    Worked { name: "clamped_swiglu", parameters: &[1.0, 7.0], source: "OpenAI (2025), gpt-oss",
        points: &[(&[LN_2, 2.0], 2.0 * LN_2), (&[LN_2, 9.0], 16.0 / 3.0 * LN_2), (&[LN_2, -9.0], -4.0 * LN_2)] },
    Worked { name: "clamped_swiglu", parameters: &[1.0, LN_2], source: "OpenAI (2025), gpt-oss",
        points: &[(&[5.0, 0.0], 2.0 / 3.0 * LN_2)] },
    Worked { name: "xatglu", parameters: &[0.0], source: HUANG,
        points: &[(&[-1.0, 2.0], -0.5), (&[1.0, 2.0], 1.5), (&[SQRT_3, 6.0], 5.0 * SQRT_3)] },
    Worked { name: "xatglu", parameters: &[0.5], source: HUANG,
        points: &[(&[1.0, 3.0], 3.0)] },
    Worked { name: "preglu", parameters: &[0.25], source: SHAZEER,
        points: &[(&[-4.0, 3.0], -3.0), (&[2.0, 3.0], 6.0), (&[0.0, 5.0], 0.0)] },
    Worked { name: "bias_relu", parameters: &[], source: "Nair and Hinton (2010)",
        points: &[(&[1.0, 2.0], 3.0), (&[1.0, -2.0], 0.0), (&[-0.5, 1.0], 0.5)] },
    Worked { name: "bias_gelu", parameters: &[], source: "Hendrycks and Gimpel (2016)",
        points: &[(&[0.5, 0.5], NORMAL_1), (&[-2.0, 1.0], NORMAL_1 - 1.0), (&[1.0, -1.0], 0.0)] },
    Worked { name: "channel_prelu", parameters: &[], source: "He, Zhang, Ren and Sun (2015)",
        points: &[(&[-4.0, 0.25], -1.0), (&[3.0, 0.25], 3.0), (&[-2.0, -0.5], 1.0)] },
    Worked { name: "channel_swish", parameters: &[], source: RAMACHANDRAN,
        points: &[(&[LN_2, 2.0], 0.8 * LN_2), (&[-LN_2, 2.0], -0.2 * LN_2), (&[3.0, 0.0], 1.5)] },
    Worked { name: "channel_acon_c", parameters: &[], source: "Ma, Zhang, Liu and Sun (2020), ACON-C",
        points: &[(&[LN_2, 1.0, 0.0, 1.0], 2.0 / 3.0 * LN_2), (&[LN_2, 2.0, 1.0, 1.0], 5.0 / 3.0 * LN_2), (&[LN_2, 1.0, -1.0, 1.0], 0.6 * LN_2)] },
    Worked { name: "channel_snake", parameters: &[], source: "Ziyin, Hartwig and Ueda (2020)",
        points: &[(&[FRAC_PI_4, 2.0], FRAC_PI_4 + 0.5), (&[FRAC_PI_2, 1.0], FRAC_PI_2 + 1.0), (&[0.0, 3.0], 0.0)] },
    Worked { name: "dyt", parameters: &[0.5], source: "Zhu et al. (2025)",
        points: &[(&[2.0 * LN_2, 2.0, 1.0], 2.2), (&[0.0, 3.0, 0.5], 0.5), (&[-2.0 * LN_3, 1.0, 0.0], -0.8)] },
    Worked { name: "derf", parameters: &[0.5, 0.0], source: "Chen et al. (2025)",
        points: &[(&[1.0, 2.0, 1.0], 2.0 * ERF_HALF + 1.0), (&[2.0, 1.0, 0.0], ERF_1), (&[0.0, 3.0, 0.5], 0.5)] },
];
