//! Who else has an entry, by one letter each: for those who come from there, and for the table.
//!
//! Not here: what it is called there ([`resolve`](super::resolve)), and where it differs, which its
//! documentation says.

/// The letters, in the order in which they are spelled out.
const WHO: &[(char, &str)] = &[
    ('T', "PyTorch"),
    ('J', "JAX"),
    ('K', "Keras"),
    ('D', "oneDNN"),
    ('O', "ONNX"),
    ('N', "NNlib"),
    ('H', "Hugging Face"),
    ('W', "Wikipedia"),
];

/// What is in none of these is known from its paper alone. Wikipedia stands for its table, of today
/// or of earlier years.
const ELSEWHERE: &[(&str, &str)] = &[
    ("identity", "WKDH"),
    ("linear", "D"),
    ("abs", "DW"),
    ("relu", "WTJNKDOH"),
    ("leaky_relu", "WTJNKDO"),
    ("prelu", "WTKOH"),
    ("srelu", "W"),
    ("apl", "W"),
    ("binary_step", "W"),
    ("threshold", "TK"),
    ("thresholded_relu", "NO"),
    ("hard_shrink", "TK"),
    ("soft_shrink", "TNKO"),
    ("shrink", "O"),
    ("tanh_shrink", "TNK"),
    ("hard_tanh", "TJNKDO"),
    ("relu6", "TJNKH"),
    ("hard_sigmoid", "TJNKD"),
    ("onnx_hard_sigmoid", "DO"),
    ("hard_swish", "TJNKDOH"),
    ("onednn_hard_swish", "D"),
    ("sparse_plus", "JK"),
    ("sparse_sigmoid", "JK"),
    ("sqnl", "W"),
    ("square", "D"),
    ("power", "D"),
    ("squared_relu", "H"),
    ("repsu", "W"),
    ("exponential", "KDO"),
    ("elu", "WTJNKDO"),
    ("selu", "WTJNKO"),
    ("celu", "TJNKO"),
    ("soft_exponential", "W"),
    ("xielu", "H"),
    ("cloglog", "W"),
    ("softplus", "WTJNKDO"),
    ("sqrt_softplus", "H"),
    ("squareplus", "JKW"),
    ("logcosh", "N"),
    ("soft_clipping", "W"),
    ("bent_identity", "W"),
    ("sigmoid", "WTJNKDO"),
    ("bipolar_sigmoid", "W"),
    ("log_sigmoid", "TJNK"),
    ("tanh", "WTJKDO"),
    ("lecun_tanh", "W"),
    ("soboleva_tanh", "W"),
    ("softsign", "WTJNKO"),
    ("arctan", "WO"),
    ("arsinh", "WO"),
    ("erf", "O"),
    ("laplace", "H"),
    ("isru", "W"),
    ("isrlu", "W"),
    ("gaussian", "W"),
    ("sinusoid", "WO"),
    ("sinc", "W"),
    ("gcu", "W"),
    ("silu", "WTJNKDOH"),
    ("swish", "DON"),
    ("quick_gelu", "H"),
    ("gelu", "WTJNKDOH"),
    ("gelu_tanh", "TJNKDOH"),
    ("elish", "W"),
    ("mish", "WTJNKDOH"),
    ("lisht", "N"),
    ("rrelu", "WTN"),
    ("bipolar_relu", "W"),
    ("glu", "TJK"),
    ("clamped_swiglu", "H"),
    ("channel_prelu", "WTKOH"),
];

/// The libraries that have the entry of this name, and Wikipedia where it is in the table there; in
/// an order of our own. Empty for what is known from its paper alone.
///
/// ```
/// use activation_core::catalogue::elsewhere;
///
/// assert!(elsewhere("hard_tanh").eq(["PyTorch", "JAX", "Keras", "oneDNN", "ONNX", "NNlib"]));
/// ```
pub fn elsewhere(name: &str) -> impl Iterator<Item = &'static str> {
    let found = ELSEWHERE.iter().find(|(entry, _)| *entry == name);
    let letters = found.map_or("", |(_, letters)| letters);
    let knows = move |(letter, _): &&(char, &str)| letters.contains(*letter);
    WHO.iter().filter(knows).map(|(_, spelled)| *spelled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::NAMES;

    #[test]
    fn every_row_is_an_entry_with_known_letters() {
        let order = |name: &str| NAMES.iter().position(|known| *known == name);
        for (index, (name, letters)) in ELSEWHERE.iter().enumerate() {
            assert!(order(name).is_some(), "`{name}` is no entry");
            assert!(
                index == 0 || order(ELSEWHERE[index - 1].0) < order(name),
                "`{name}` is out of the registry's order"
            );
            assert_eq!(elsewhere(name).count(), letters.chars().count(), "{name}");
        }
    }
}
