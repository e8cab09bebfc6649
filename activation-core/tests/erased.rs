//! Activations behind a pointer.

mod common;

use activation_core::{
    Activation, BackwardFromOutput as _, catalogue::Tanh, erased::DynActivation, prelude::Activate,
};
use common::{Gate, LeakyRelu, Softsign, singles};
use ndarray::{Array1, Array2, array};

fn network() -> Vec<Box<dyn DynActivation<f32>>> {
    vec![
        Box::new(Softsign { beta: 2.0 }),
        Box::new(LeakyRelu { slope: 0.5 }),
        Box::new(Gate {}),
    ]
}

#[test]
fn mixed_activations() {
    let layers = network();
    let x = Array2::from_shape_vec((3, 4), singles(12, 1)).unwrap();
    let act = Softsign { beta: 2.0 };
    assert_eq!(layers[0].forward(&x), act.forward(&x));
    assert_eq!(layers[0].forward(&x.view()), act.forward(&x));
    assert_eq!(
        layers[0].value_and_derivative(&x),
        act.value_and_derivative(&x)
    );
    assert_eq!(layers[0].backward(&x, &x), act.backward(&x, &x));
    let mut y = x.clone();
    layers[1].forward_inplace(&mut y);
    assert_eq!(y, x.activate(&LeakyRelu { slope: 0.5 }));
    layers[0].forward_into(&x, &mut y);
    assert_eq!(y, act.forward(&x));
    layers[0].backward_into(&x, &x, &mut y);
    layers[0].backward_acc(&x, &x, &mut y);
    assert_eq!(y, act.backward(&x, &x) * 2.0);
    y.assign(&x);
    layers[0].backward_inplace(&x, &mut y);
    assert_eq!(y, act.backward(&x, &x));
    let (dx, gradient) = layers[0].backward_with_parameters(&x, &x);
    let expected = act.backward_with_parameters(&x, &x);
    assert_eq!(
        (dx, gradient.parameter("beta").unwrap()),
        (expected.0, expected.1.beta)
    );
}

#[test]
fn backward_from_the_output() {
    let act: Box<dyn DynActivation<f32>> = Box::new(Tanh);
    let x = Array2::from_shape_vec((3, 4), singles(12, 1)).unwrap();
    let y = act.forward(&x);
    let dx = Tanh.backward_from_output(&y, &x);
    // Both traits are in scope, as they are with the prelude.
    assert_eq!(act.check_from_output(), Ok(()));
    assert_eq!(Tanh.check_from_output(), Ok(()));
    assert_eq!(act.backward_from_output(&y, &x).unwrap(), dx);
    let mut turned = x.t().to_owned();
    act.backward_from_output_inplace(&y.t().to_owned(), &mut turned)
        .unwrap();
    assert_eq!(turned.t(), dx);
    // A gate has no such form; `dy` is left alone.
    let gate = &network()[2];
    let error = gate.backward_from_output_inplace(&y, &mut turned);
    assert_eq!(
        error.unwrap_err().to_string(),
        "`gate` has no backward from its output: nothing is known of its formula"
    );
    assert_eq!(turned.t(), dx);
}

#[test]
fn several_inputs() {
    let gate = &network()[2];
    let (a, b) = (array![[1.0f32, 2.0], [3.0, 4.0]], array![10.0f32, 20.0]);
    let x = [a.view().into_dyn(), b.view().into_dyn()];
    assert_eq!(
        gate.forward_list(&x),
        array![[10.0, 40.0], [30.0, 80.0]].into_dyn()
    );
    let gradients = gate.backward_list(&x, &a.view().into_dyn());
    assert_eq!(gradients[1], array![10.0, 20.0].into_dyn());
}

#[test]
fn names_and_parameters() {
    let mut layers = network();
    assert_eq!(
        layers.iter().map(|layer| layer.name()).collect::<Vec<_>>(),
        ["softsign", "leaky_relu", "gate"]
    );
    layers[0].set_parameter("beta", 3.0).unwrap();
    assert_eq!(layers[0].parameter("beta"), Ok(3.0));
    assert_eq!(layers[0].clone().parameter("beta"), Ok(3.0));
    assert_eq!(format!("{:?}", layers[0]), "Softsign { beta: 3.0 }");
    let unknown = layers[0].set_parameter("slope", 1.0).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "`softsign` has no parameter `slope`; it has `beta`"
    );
    let unknown = layers[2].parameter("x").unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "`gate` has no parameter `x`; it has none"
    );
}

#[test]
#[should_panic(expected = "`gate` takes 2 inputs, not 1")]
fn one_input_for_a_gate() {
    network()[2].forward(&Array1::zeros(3));
}

#[test]
#[should_panic(expected = "`gate` takes 2 inputs, not 1")]
fn a_gate_in_place() {
    network()[2].forward_inplace(&mut Array1::zeros(3));
}

#[test]
#[should_panic(expected = "`softsign` takes 1 gradient, not 2")]
fn too_many_gradients() {
    let x = Array1::<f32>::zeros(3).into_dyn();
    let (mut one, mut two) = (x.clone(), x.clone());
    network()[0].backward_list_into(
        &[x.view()],
        &x.view(),
        &mut [one.view_mut(), two.view_mut()],
    );
}

#[test]
fn array_first() {
    let mut x = array![1.0, -3.0];
    assert_eq!(x.view().activate(&Softsign::default()), array![0.5, -0.75]);
    x.activate_inplace(&Softsign::default());
    assert_eq!(x, array![0.5, -0.75]);
}
