//! You will see a network of two layers learn to read handwritten digits, above 97 % right, and
//! what is left of that without its activation.
//!
//! ```text
//! cargo run --release --example digits
//! ```

use std::{io::Read, time::Instant};

use activation_core::{kernel::N, prelude::*};
use flate2::read::GzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rand::{Rng, RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

/// What the hidden layer does with v = xW: it adds the bias and makes one small wave, in one pass.
///
/// The bias is an input like any other. It is broadcast over the batch, so its gradient comes
/// back summed over the batch.
#[activation]
fn wavelet(v: f32, b: f32) -> f32 {
    let x = v + b;
    x * exp(-x * x / 2.0)
}

/// What the output layer does, and the hidden layer too in the network without activation.
#[activation(allow(affine))]
fn biased(v: f32, b: f32) -> f32 {
    v + b
}

// Settled mostly with other seeds than those that are shown.
const HIDDEN: usize = 64;
const EPOCHS: usize = 40;
const BATCH: usize = 32;
const RATE: f32 = 0.1;
const MOMENTUM: f32 = 0.9;
const SEEDS: u64 = 10;

fn main() {
    let start = Instant::now();
    let digits = Digits::read();
    println!(
        "{} handwritten digits, a fifth of them kept for the test.",
        digits.labels.len()
    );

    // indicatif draws on standard error, and nothing at all where that is not a terminal.
    let style = ProgressStyle::with_template("{bar:40} {msg}").expect("a template it can read");
    let bar = ProgressBar::new(2 * SEEDS * EPOCHS as u64).with_style(style);
    let trials: Vec<Trial> = (0..SEEDS)
        .map(|seed| {
            Trial::run(&digits, seed, |epoch, loss| {
                bar.set_message(format!("seed {seed}, epoch {epoch:2}, loss {loss:.4}"));
                bar.inc(1);
            })
        })
        .collect();
    bar.finish_and_clear();

    report(&trials);
    println!("All of it took {:.1} s.", start.elapsed().as_secs_f64());
}

fn report(trials: &[Trial]) {
    println!(
        "Share of the test digits read right, over {} seeds:\n",
        trials.len()
    );
    println!("                       mean      lowest   highest");
    summarise(
        "with the wavelet",
        trials.iter().map(|trial| trial.test.share(&trial.with)),
    );
    summarise(
        "without activation",
        trials.iter().map(|trial| trial.test.share(&trial.without)),
    );

    let Trial { test, with, .. } = &trials[0];
    println!(
        "\nThe first seed. Rows: the digit; columns: what the network with the wavelet read.\n"
    );
    println!("{}", confusion(&test.labels, with));
    println!("What it misread:\n\n{}", misread(test, with));
}

/// Both networks on one split of the digits, with the same start and the same order of batches.
struct Trial {
    test: Digits,
    /// What the network with the activation reads in the test digits.
    with: Vec<usize>,
    /// And the one without.
    without: Vec<usize>,
}

impl Trial {
    fn run(digits: &Digits, seed: u64, mut watch: impl FnMut(usize, f32)) -> Trial {
        // A named generator draws the same numbers on every machine.
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let order = shuffled(digits.labels.len(), &mut rng);
        let (test, train) = order.split_at(order.len() / 5);
        let (test, train) = (digits.select(test), digits.select(train));

        let mut with = Network::new(Wavelet, &mut rng.clone());
        let mut without = Network::new(Biased, &mut rng.clone());
        with.train(&train, &mut rng.clone(), &mut watch);
        without.train(&train, &mut rng, &mut watch);
        Trial {
            with: with.read(&test.pixels),
            without: without.read(&test.pixels),
            test,
        }
    }
}

/// y = g(xW, b), with a row for each example of the batch.
struct Layer<G> {
    g: G,
    weights: Array2<f32>,
    bias: Array1<f32>,
    // The last steps, which momentum goes on with.
    weights_step: Array2<f32>,
    bias_step: Array1<f32>,
}

impl<G: Activation<Inputs = N<2>>> Layer<G> {
    fn new(g: G, inputs: usize, outputs: usize, rng: &mut impl Rng) -> Self {
        // With this bound the variance of v is about that of x (He et al., 2015).
        let bound = (6.0 / inputs as f32).sqrt();
        let weights =
            Array2::from_shape_simple_fn((inputs, outputs), || rng.random_range(-bound..bound));
        Self {
            g,
            weights_step: Array2::zeros(weights.dim()),
            weights,
            bias: Array1::zeros(outputs),
            bias_step: Array1::zeros(outputs),
        }
    }

    /// v and y; v is what the way back needs.
    fn forward(&self, x: &Array2<f32>) -> (Array2<f32>, Array2<f32>) {
        let v = x.dot(&self.weights);
        let y = self.g.forward((&v, &self.bias));
        (v, y)
    }

    /// From the gradient of the loss in y to that in x; on the way the layer learns.
    fn backward(&mut self, x: &Array2<f32>, v: &Array2<f32>, dy: &Array2<f32>) -> Array2<f32> {
        // Through the activation: dv = g′(v) ⊙ dy, and db is its sum over the batch.
        let (dv, db) = self.g.backward((v, &self.bias), dy);
        // Through v = xW: each weight joins an element of x to one of v.
        let dw = x.t().dot(&dv);
        let dx = dv.dot(&self.weights.t());

        self.weights_step *= MOMENTUM;
        self.weights_step.scaled_add(-RATE, &dw);
        self.weights += &self.weights_step;
        self.bias_step *= MOMENTUM;
        self.bias_step.scaled_add(-RATE, &db);
        self.bias += &self.bias_step;
        dx
    }
}

/// Pixels, hidden layer, output layer: ten scores, of which the highest is the answer.
struct Network<G> {
    hidden: Layer<G>,
    output: Layer<Biased>,
}

impl<G: Activation<Inputs = N<2>>> Network<G> {
    fn new(g: G, rng: &mut impl Rng) -> Self {
        Self {
            hidden: Layer::new(g, 64, HIDDEN, rng),
            output: Layer::new(Biased, HIDDEN, 10, rng),
        }
    }

    /// Stochastic gradient descent; `watch` is told each epoch and its loss.
    fn train(&mut self, digits: &Digits, rng: &mut impl Rng, mut watch: impl FnMut(usize, f32)) {
        for epoch in 1..=EPOCHS {
            let order = shuffled(digits.labels.len(), rng);
            let losses = order
                .chunks(BATCH)
                .map(|batch| self.learn(&digits.select(batch)));
            watch(
                epoch,
                losses.sum::<f32>() / order.len().div_ceil(BATCH) as f32,
            );
        }
    }

    /// One step on one batch, whose loss it returns.
    fn learn(&mut self, Digits { pixels, labels }: &Digits) -> f32 {
        let (v1, y1) = self.hidden.forward(pixels);
        let (v2, scores) = self.output.forward(&y1);

        // The loss is the cross-entropy -ln p(label), where p is the softmax of the scores; its
        // gradient in the scores is p, less 1 at the label.
        let mut dscores = scores;
        let mut loss = 0.0;
        for (mut p, &label) in dscores.rows_mut().into_iter().zip(labels) {
            let highest = p.fold(f32::MIN, |a, &b| a.max(b));
            p.mapv_inplace(|score| (score - highest).exp());
            p /= p.sum();
            loss -= p[label].ln();
            p[label] -= 1.0;
        }
        let batch = labels.len() as f32;
        dscores /= batch;

        // What one layer calls dx is what the layer before it calls dy.
        let dy1 = self.output.backward(&y1, &v2, &dscores);
        self.hidden.backward(pixels, &v1, &dy1);
        loss / batch
    }

    fn read(&self, pixels: &Array2<f32>) -> Vec<usize> {
        let (_, y1) = self.hidden.forward(pixels);
        let (_, scores) = self.output.forward(&y1);
        scores.rows().into_iter().map(highest).collect()
    }
}

/// Where the highest score is.
fn highest(scores: ArrayView1<'_, f32>) -> usize {
    (0..scores.len())
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        .expect("ten scores")
}

/// 8 × 8 pixels a row, from 0 (paper) to 1 (ink), and what they are said to be.
struct Digits {
    pixels: Array2<f32>,
    labels: Vec<usize>,
}

impl Digits {
    /// The digits of `data/README.md`.
    fn read() -> Digits {
        let packed: &[u8] = include_bytes!("data/digits.csv.gz");
        let mut text = String::new();
        GzDecoder::new(packed)
            .read_to_string(&mut text)
            .expect("the file holds text");
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for line in text.lines() {
            let mut numbers = line
                .split(',')
                .map(|n| n.parse::<u8>().expect("a small integer"));
            pixels.extend(numbers.by_ref().take(64).map(|ink| f32::from(ink) / 16.0));
            labels.push(numbers.next().expect("the label is last").into());
        }
        let pixels = Array2::from_shape_vec((labels.len(), 64), pixels).expect("64 pixels a line");
        Digits { pixels, labels }
    }

    fn select(&self, rows: &[usize]) -> Digits {
        Digits {
            pixels: self.pixels.select(Axis(0), rows),
            labels: rows.iter().map(|&row| self.labels[row]).collect(),
        }
    }

    /// The share of the answers that are right.
    fn share(&self, answers: &[usize]) -> f64 {
        let right = self
            .labels
            .iter()
            .zip(answers)
            .filter(|(label, answer)| label == answer);
        right.count() as f64 / answers.len() as f64
    }
}

/// The numbers below `n` in an order of their own.
fn shuffled(n: usize, rng: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    // Fisher and Yates. The remainder is uniform to within n / 2⁶⁴, and the same on every
    // machine and with every release of rand.
    for last in (1..n).rev() {
        order.swap(last, (rng.next_u64() % (last as u64 + 1)) as usize);
    }
    order
}

fn summarise(name: &str, shares: impl Iterator<Item = f64>) {
    let shares: Vec<f64> = shares.map(|share| 100.0 * share).collect();
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    let lowest = shares.iter().copied().fold(f64::MAX, f64::min);
    let highest = shares.iter().copied().fold(0.0, f64::max);
    println!("{name:20}{mean:6.2} %  {lowest:6.2} %  {highest:6.2} %");
}

/// How often each digit (row) was read as each digit (column).
fn confusion(labels: &[usize], answers: &[usize]) -> String {
    let mut counts = [[0; 10]; 10];
    for (&label, &answer) in labels.iter().zip(answers) {
        counts[label][answer] += 1;
    }
    let mut text = format!(
        "     {}\n",
        (0..10)
            .map(|digit| format!("{digit:4}"))
            .collect::<String>()
    );
    for (digit, row) in counts.iter().enumerate() {
        let cell = |&count: &u32| {
            if count == 0 {
                "   ·".into()
            } else {
                format!("{count:4}")
            }
        };
        text += &format!("{digit:4} {}\n", row.iter().map(cell).collect::<String>());
    }
    text
}

/// The misread digits, up to five side by side: two characters a pixel, the darker the more ink.
fn misread(test: &Digits, answers: &[usize]) -> String {
    let wrong: Vec<usize> = (0..answers.len())
        .filter(|&row| answers[row] != test.labels[row])
        .collect();
    let mut text = String::new();
    for group in wrong.chunks(5) {
        for line in 0..8 {
            for &row in group {
                for &ink in test.pixels.row(row).iter().skip(8 * line).take(8) {
                    text += ["  ", "░░", "▒▒", "▓▓", "██"][(4.0 * ink).round() as usize];
                }
                text += "  ";
            }
            text += "\n";
        }
        for &row in group {
            let caption = format!("a {}, read as {}", test.labels[row], answers[row]);
            text += &format!("{caption:18}");
        }
        text += "\n\n";
    }
    text
}

#[test]
fn reads_digits_and_needs_the_activation_for_it() {
    let digits = Digits::read();
    assert_eq!(digits.pixels.dim(), (1797, 64));
    let trials: Vec<Trial> = (0..3)
        .map(|seed| Trial::run(&digits, seed, |_, _| ()))
        .collect();
    report(&trials);
    let mean = |answers: fn(&Trial) -> &[usize]| {
        trials
            .iter()
            .map(|trial| trial.test.share(answers(trial)))
            .sum::<f64>()
            / 3.0
    };
    let (with, without) = (mean(|trial| &trial.with), mean(|trial| &trial.without));
    assert!(with > 0.97, "{with} right");
    assert!(
        (0.94..0.97).contains(&without),
        "{without} right without activation"
    );
}
