//! What the documentation of frameworks prints, in `f32`: typed by hand.

use super::Printed;

const TENSORFLOW: &str = "tf.keras.activations, examples of TensorFlow 2.4";
const ONNX: &str = "operators of ONNX, examples";

/// Values of entries of one input.
#[rustfmt::skip]
pub(crate) const FRAMEWORKS: &[Printed] = &[
    Printed { name: "exponential", parameters: &[], inputs: &[-3.0, -1.0, 0.0, 1.0, 3.0],
        values: &[0.04978707, 0.36787945, 1.0, 2.7182817, 20.085537], source: TENSORFLOW },
    // The example's gelu(-3), -0.00404951, is off by 1.8e-7: 1 + erf cancels there.
    Printed { name: "gelu", parameters: &[], inputs: &[-1.0, 0.0, 1.0, 3.0],
        values: &[-0.15865529, 0.0, 0.8413447, 2.9959507], source: TENSORFLOW },
    Printed { name: "gelu_tanh", parameters: &[], inputs: &[-1.0, 0.0, 1.0, 3.0],
        values: &[-0.15880796, 0.0, 0.841192, 2.9963627], source: TENSORFLOW },
    Printed { name: "onnx_hard_sigmoid", parameters: &[0.2, 0.5], inputs: &[-3.0, -1.0, 0.0, 1.0, 3.0],
        values: &[0.0, 0.3, 0.5, 0.7, 1.0], source: TENSORFLOW },
    Printed { name: "identity", parameters: &[], inputs: &[-3.0, -1.0, 0.0, 1.0, 3.0],
        values: &[-3.0, -1.0, 0.0, 1.0, 3.0], source: TENSORFLOW },
    Printed { name: "relu", parameters: &[], inputs: &[-10.0, -5.0, 0.0, 5.0, 10.0],
        values: &[0.0, 0.0, 0.0, 5.0, 10.0], source: TENSORFLOW },
    Printed { name: "sigmoid", parameters: &[], inputs: &[-20.0, -1.0, 0.0, 1.0, 20.0],
        values: &[2.0611537e-09, 0.26894143, 0.5, 0.73105860, 1.0], source: TENSORFLOW },
    Printed { name: "softplus", parameters: &[1.0], inputs: &[-20.0, -1.0, 0.0, 1.0, 20.0],
        values: &[2.0611537e-09, 0.31326166, 0.69314718, 1.3132616, 20.0], source: TENSORFLOW },
    Printed { name: "softsign", parameters: &[], inputs: &[-1.0, 0.0, 1.0],
        values: &[-0.5, 0.0, 0.5], source: TENSORFLOW },
    Printed { name: "silu", parameters: &[], inputs: &[-20.0, -1.0, 0.0, 1.0, 20.0],
        values: &[-4.1223075e-08, -0.26894143, 0.0, 0.73105860, 20.0], source: TENSORFLOW },
    Printed { name: "tanh", parameters: &[], inputs: &[-3.0, -1.0, 0.0, 1.0, 3.0],
        values: &[-0.9950547, -0.7615942, 0.0, 0.7615942, 0.9950547], source: TENSORFLOW },
    Printed { name: "hard_tanh", parameters: &[-1.0, 1.0], inputs: &[-2.0, 0.0, 2.0],
        values: &[-1.0, 0.0, 1.0], source: ONNX },
    Printed { name: "elu", parameters: &[2.0], inputs: &[-1.0, 0.0, 1.0],
        values: &[-1.2642411, 0.0, 1.0], source: ONNX },
    Printed { name: "onnx_hard_sigmoid", parameters: &[0.5, 0.6], inputs: &[-1.0, 0.0, 1.0],
        values: &[0.1, 0.6, 1.0], source: ONNX },
    Printed { name: "leaky_relu", parameters: &[0.1], inputs: &[-1.0, 0.0, 1.0],
        values: &[-0.1, 0.0, 1.0], source: ONNX },
    Printed { name: "shrink", parameters: &[0.0, 1.5], inputs: &[-2.0, -1.0, 0.0, 1.0, 2.0],
        values: &[-2.0, 0.0, 0.0, 0.0, 2.0], source: ONNX },
    Printed { name: "shrink", parameters: &[1.5, 1.5], inputs: &[-2.0, -1.0, 0.0, 1.0, 2.0],
        values: &[-0.5, 0.0, 0.0, 0.0, 0.5], source: ONNX },
    Printed { name: "softplus", parameters: &[1.0], inputs: &[-1.0, 0.0, 1.0],
        values: &[0.31326166, 0.69314718, 1.31326163], source: ONNX },
    Printed { name: "softsign", parameters: &[], inputs: &[-1.0, 0.0, 1.0],
        values: &[-0.5, 0.0, 0.5], source: ONNX },
    Printed { name: "thresholded_relu", parameters: &[2.0], inputs: &[-1.5, 0.0, 1.2, 2.0, 2.2],
        values: &[0.0, 0.0, 0.0, 0.0, 2.2], source: ONNX },
];
