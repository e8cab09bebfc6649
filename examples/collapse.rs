//! You will see what an activation is for: without one, two layers are one layer; with one, they
//! tell two spirals apart.

use std::f64::consts::TAU;

use activation_core::{
    catalogue::{Identity, Sigmoid, Tanh},
    kernel::N,
    prelude::*,
};
use ndarray::{Array2, array};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

fn main() {
    two_linear_layers_are_one();
    two_spirals();
}

/// W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂).
fn two_linear_layers_are_one() -> f64 {
    let mut random = uniform(1);
    let (w1, b1) = (random(5, 3, 1.0), random(5, 1, 1.0));
    let (w2, b2) = (random(2, 5, 1.0), random(2, 1, 1.0));
    let x = random(3, 1, 1.0);

    let two_layers = w2.dot(&(w1.dot(&x) + &b1)) + &b2;
    let one_layer = w2.dot(&w1).dot(&x) + (w2.dot(&b1) + &b2);

    let difference = (&two_layers - &one_layer)
        .abs()
        .into_iter()
        .fold(0.0, f64::max);
    println!("W₂(W₁x + b₁) + b₂     = {:20.17}", two_layers.column(0));
    println!("(W₂W₁)x + (W₂b₁ + b₂) = {:20.17}", one_layer.column(0));
    println!("The largest difference is {difference:.1e}: rounding, nothing else.\n");
    difference
}

/// The same network, the same start, the same training; only the activation differs. Returns the
/// two accuracies.
fn two_spirals() -> [f64; 2] {
    let (points, labels) = spirals(100);
    let mut without = Network::new(Identity);
    let mut with = Network::new(Tanh);
    without.train(&points, &labels);
    with.train(&points, &labels);

    let accuracies = [
        without.accuracy(&points, &labels),
        with.accuracy(&points, &labels),
    ];
    let [left, right] = accuracies.map(|accuracy| format!("{:.1} % right", 100.0 * accuracy));
    println!(
        "{:44}With tanh between the layers",
        "Two layers on two spirals, no activation"
    );
    println!("{left:44}{right}");
    let pictures = (
        without.picture(&points, &labels),
        with.picture(&points, &labels),
    );
    for (left, right) in pictures.0.lines().zip(pictures.1.lines()) {
        println!("{left:41} | {right}");
    }
    println!("\nThe dots are where the network says x.");
    accuracies
}

/// Two layers, y = g(xW₁) and score = yW₂, with a row for each point. The biases are in W₁: the
/// last coordinate of every point is 1.
struct Network<A> {
    g: A,
    w1: Array2<f64>,
    w2: Array2<f64>,
}

impl<A: Activation<Inputs = N<1>>> Network<A> {
    fn new(g: A) -> Self {
        let mut random = uniform(2);
        Self {
            g,
            w1: random(3, 40, 3.0),
            w2: random(40, 1, 0.3),
        }
    }

    /// Above 0 for the points that are called x.
    fn score(&self, points: &Array2<f64>) -> Array2<f64> {
        self.g.forward(&points.dot(&self.w1)).dot(&self.w2)
    }

    /// Gradient descent with momentum, all points at once.
    fn train(&mut self, points: &Array2<f64>, labels: &Array2<f64>) {
        let mut step1 = Array2::zeros(self.w1.dim());
        let mut step2 = Array2::zeros(self.w2.dim());
        for _ in 0..4000 {
            let v = points.dot(&self.w1);
            let y = self.g.forward(&v);
            let score = y.dot(&self.w2);

            // The logistic loss pulls a score by σ(score) - label; from there the chain rule
            // leads back through W₂ and g to W₁.
            let dscore = (Sigmoid.forward(&score) - labels) / labels.len() as f64;
            let dy = dscore.dot(&self.w2.t());
            let dv = self.g.backward(&v, &dy);

            step1 = 0.95 * step1 - 0.3 * points.t().dot(&dv);
            step2 = 0.95 * step2 - 0.3 * y.t().dot(&dscore);
            self.w1 += &step1;
            self.w2 += &step2;
        }
    }

    fn accuracy(&self, points: &Array2<f64>, labels: &Array2<f64>) -> f64 {
        let score = self.score(points);
        let right = score
            .iter()
            .zip(labels)
            .filter(|&(&score, &label)| (score > 0.0) == (label > 0.5));
        right.count() as f64 / labels.len() as f64
    }

    /// The plane as the network sees it, with the points on it.
    fn picture(&self, points: &Array2<f64>, labels: &Array2<f64>) -> String {
        let (rows, columns) = (20, 40);
        let mut picture = vec![vec![' '; columns + 1]; rows + 1];
        for (row, line) in picture.iter_mut().enumerate() {
            for (column, pixel) in line.iter_mut().enumerate() {
                let x = 2.2 * column as f64 / columns as f64 - 1.1;
                let y = 1.1 - 2.2 * row as f64 / rows as f64;
                if self.score(&array![[x, y, 1.0]])[[0, 0]] > 0.0 {
                    *pixel = '·';
                }
            }
        }
        for (point, &label) in points.rows().into_iter().zip(labels) {
            let row = ((1.1 - point[1]) / 2.2 * rows as f64).round() as usize;
            let column = ((point[0] + 1.1) / 2.2 * columns as f64).round() as usize;
            picture[row][column] = if label > 0.5 { 'x' } else { 'o' };
        }
        picture
            .into_iter()
            .map(|line| String::from_iter(line) + "\n")
            .collect()
    }
}

/// Two arms of `n` points each, wound once around the origin, the second opposite to the first.
fn spirals(n: usize) -> (Array2<f64>, Array2<f64>) {
    let points = Array2::from_shape_fn((2 * n, 3), |(row, coordinate)| {
        let t = ((row % n) as f64 + 1.0) / n as f64;
        let sign = if row < n { 1.0 } else { -1.0 };
        [sign * t * (TAU * t).cos(), sign * t * (TAU * t).sin(), 1.0][coordinate]
    });
    let labels = Array2::from_shape_fn((2 * n, 1), |(row, _)| if row < n { 0.0 } else { 1.0 });
    (points, labels)
}

/// Matrices of numbers between `-bound` and `bound`. The generator is a named one, so that the
/// numbers are the same on every machine.
fn uniform(seed: u64) -> impl FnMut(usize, usize, f64) -> Array2<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    move |rows, columns, bound| {
        Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-bound..bound))
    }
}

#[test]
fn only_an_activation_tells_the_spirals_apart() {
    assert!(two_linear_layers_are_one() < 1e-14);
    let [without, with] = two_spirals();
    assert!(
        without < 0.7 && with > 0.95,
        "{without} without, {with} with"
    );
}
