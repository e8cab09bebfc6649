//! The value of a formula, settled: evaluated at growing precision until its error is far below
//! what is measured.
//!
//! The expression evaluated here is the one that was typed, with the derivative that the chain
//! rule gives, node for node, so a mistake of the engine cannot hide in the reference it is
//! judged by. One identity is used: ln(1 + u) is read as ln_1p(u), since for u below 2⁻²⁰⁴⁸ no
//! precision would tell it from 0.

use activation_symbolic::{
    expr::{Graph, Id, Node, Symbol},
    number::{Atom, Number},
    op::Op,
};

use crate::ball::Ball;

/// How exactly an answer is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// This many bits of its own.
    pub bits: i64,
    /// Or this absolute error, as an exponent of 2.
    pub floor: i64,
}

impl Wanted {
    /// Errors to 2⁻¹⁶ of a unit in the last place of an `f32`.
    pub const SINGLE: Wanted = Wanted {
        bits: 40,
        floor: -166,
    };
    /// Errors to 2⁻¹⁶ of a unit in the last place of an `f64`.
    pub const DOUBLE: Wanted = Wanted {
        bits: 69,
        floor: -1091,
    };
}

/// What a formula is at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Settled {
    /// `high + low`; infinite where it leaves the range of `f64`.
    Value {
        /// The nearest `f64`, or one beside it.
        high: f64,
        /// What is left.
        low: f64,
    },
    /// Not a number.
    Undefined,
    /// Not known at the highest precision there is.
    Unsettled,
}

impl Settled {
    /// The value in `f64`; NaN where there is none.
    #[must_use]
    pub fn high(self) -> f64 {
        match self {
            Settled::Value { high, .. } => high,
            _ => f64::NAN,
        }
    }
}

enum Step {
    Number(usize),
    Symbol(usize),
    Apply(Op, [u32; 3], u8),
}

/// Some expressions of a graph, ready to be evaluated many times.
pub struct Reference {
    steps: Vec<Step>,
    roots: Vec<usize>,
    numbers: Vec<Number>,
    two: Machine<2>,
    three: Machine<3>,
    four: Machine<4>,
    eight: Machine<8>,
    sixteen: Machine<16>,
    most: Machine<32>,
    wanted: Wanted,
    /// Whether a comparison tied in the last answer.
    tied: bool,
    /// How many answers needed more than the first precision.
    pub raised: u64,
}

/// What one precision keeps from node to node.
struct Machine<const N: usize> {
    constants: Vec<Ball<N>>,
    memo: Vec<Option<Ball<N>>>,
    /// Whether a comparison tied in the last evaluation.
    tied: bool,
}

impl<const N: usize> Machine<N> {
    fn new() -> Self {
        Self {
            constants: Vec::new(),
            memo: Vec::new(),
            tied: false,
        }
    }
}

/// Where a formula is evaluated: an `f64`, or beside it where the formula has a gap.
#[derive(Clone, Copy, Debug)]
enum Place {
    At(f64),
    /// This many powers of two away: 0 becomes ±2^exponent, x becomes x·(1 ± 2^exponent).
    Beside(f64, i64, bool),
    /// ±2^exponent.
    Power(i64, bool),
}

impl Reference {
    /// Prepares `roots`.
    ///
    /// # Panics
    /// When another activation is called, whose formula is not at hand.
    #[must_use]
    pub fn new(graph: &Graph, roots: &[Id], wanted: Wanted) -> Self {
        let order = graph.reachable(roots);
        let position = |id: &Id| order.binary_search(id).expect("arguments are reachable");
        let mut numbers = Vec::new();
        let steps = order
            .iter()
            .map(|&id| match graph.node(id) {
                Node::Number(number) => {
                    numbers.push(number.clone());
                    Step::Number(numbers.len() - 1)
                }
                Node::Symbol(Symbol(symbol)) => Step::Symbol(*symbol as usize),
                Node::Call(call, _) => {
                    panic!("no reference for a call of {:?}", graph.callee(call))
                }
                Node::Apply(op, arguments) => {
                    let (op, arguments) = match one_plus(graph, *op, arguments) {
                        Some(u) => (Op::Ln1p, vec![u]),
                        None => (*op, arguments.clone()),
                    };
                    let mut places = [0; 3];
                    for (place, argument) in places.iter_mut().zip(&arguments) {
                        *place = position(argument) as u32;
                    }
                    Step::Apply(op, places, arguments.len() as u8)
                }
            })
            .collect();
        Self {
            steps,
            roots: roots.iter().map(position).collect(),
            numbers,
            two: Machine::new(),
            three: Machine::new(),
            four: Machine::new(),
            eight: Machine::new(),
            sixteen: Machine::new(),
            most: Machine::new(),
            wanted,
            tied: false,
            raised: 0,
        }
    }

    /// Every root at `values`, one a symbol.
    ///
    /// At ±∞ it is the limit; where the formula as typed has a gap, such as sin x / x at 0, the
    /// value by continuity, if both sides agree on one.
    pub fn evaluate(&mut self, values: &[f64]) -> Vec<Settled> {
        (0..self.roots.len())
            .map(|root| self.root(root, values))
            .collect()
    }

    /// One root at `values`.
    pub fn root(&mut self, root: usize, values: &[f64]) -> Settled {
        if values.iter().any(|value| value.is_nan()) {
            return Settled::Undefined;
        }
        if let Some(at) = values.iter().position(|value| value.is_infinite()) {
            return self.limit(root, values, at);
        }
        let places: Vec<Place> = values.iter().map(|&value| Place::At(value)).collect();
        match self.settle(root, &places) {
            Ok(Settled::Unsettled) | Err(Gap::Beyond) => self.continued(root, values),
            Ok(settled) => settled,
            Err(Gap::Undefined) => self.across(root, values),
        }
    }

    /// The last of `roots`, each the slope of the one before it in the one input, at `values`.
    ///
    /// Where branches meet the chain rule says what each of them has by convention, of which the
    /// sum may be no slope at all: 0 for relu(x) − relu(−x) at 0. Where both sides have one slope
    /// and no jump lies between them, that is the slope.
    pub fn slope(&mut self, roots: &[usize], values: &[f64]) -> Settled {
        let (&root, below) = roots.split_last().expect("a formula");
        let stated = self.root(root, values);
        let Some(&value) = below.last() else {
            return stated;
        };
        if !self.tied || !values[0].is_finite() {
            return stated;
        }
        let here = self.slope(below, values).high();
        let beside = self.across(value, values).high();
        let continuous = here == beside || (here - beside).abs() <= 1e-13 * here.abs().max(1e-100);
        match self.across(root, values) {
            agreed @ Settled::Value { .. } if continuous => agreed,
            _ => stated,
        }
    }

    /// Beyond what any precision tells, where exponentials have exponents of more than 60 bits,
    /// the formula is taken to go on as a power of its first input and the next lower one, if that
    /// is what it does at 2⁴⁴: |x| − ln 2 is x there but for 49 units in the last place of an `f64`.
    fn continued(&mut self, root: usize, values: &[f64]) -> Settled {
        let x = values[0];
        if x.abs().partial_cmp(&2_f64.powi(48)) != Some(std::cmp::Ordering::Greater) {
            return Settled::Unsettled;
        }
        let at = |exponent: i32| x / 2_f64.powi(x.abs().log2() as i32 - exponent);
        let mut value = |x: f64| {
            let mut values = values.to_vec();
            values[0] = x;
            let places: Vec<Place> = values.iter().map(|&value| Place::At(value)).collect();
            match self.settle(root, &places) {
                Ok(Settled::Value { high, low }) => (high, low),
                _ => (f64::NAN, 0.0),
            }
        };
        let (near, far) = (at(44), at(46));
        let ((low, low_rest), (high, high_rest)) = (value(near), value(far));
        if self.is_nothing(low) && self.is_nothing(high) {
            return Settled::Value {
                high: 0.0,
                low: 0.0,
            };
        }
        // Whole powers, and those of a root.
        let power = (high / low).log2() / 2.0;
        let whole = (2.0 * power).round() / 2.0;
        if (power - whole).abs() > 1e-12 || !low.is_finite() || !high.is_finite() {
            return Settled::Unsettled;
        }
        // c·xᵖ + d·xᵖ⁻¹: what is left of the second at x, where c·xᵖ is told apart by the two
        // values. Each step is exact, but for what is far below the last place.
        let four = 4_f64.powf(whole);
        let second = ((four * low - high) + (four * low_rest - high_rest)) / 3.0;
        let rest = high_rest - second * (1.0 - far / x);
        let scale = (x / far).powf(whole);
        let sum = high + rest;
        let low = ((high - sum) + rest) * scale;
        Settled::Value {
            high: sum * scale,
            low: if low.is_finite() { low } else { 0.0 },
        }
    }

    /// Whether a settled value may be all error.
    fn is_nothing(&self, value: f64) -> bool {
        value.abs() <= 2_f64.powi(self.wanted.floor as i32 + 2)
    }

    /// The limit at an infinite input: the value at 2^(2^k) for two k, if they agree.
    fn limit(&mut self, root: usize, values: &[f64], at: usize) -> Settled {
        let mut found = [0_i64, 1].map(|k| {
            let mut places: Vec<Place> = values.iter().map(|&value| Place::At(value)).collect();
            places[at] = Place::Power(2000 + 1000 * k, values[at] < 0.0);
            for place in &mut places {
                if let Place::At(value) = *place
                    && value.is_infinite()
                {
                    *place = Place::Power(2000, value < 0.0);
                }
            }
            self.settle(root, &places)
        });
        // Where exponents overflow, what is left is the behaviour at 2⁴⁴.
        if found.iter().any(|found| matches!(found, Err(Gap::Beyond))) {
            let mut big = values.to_vec();
            for value in &mut big {
                *value = value.clamp(-2_f64.powi(900), 2_f64.powi(900));
            }
            found = [900, 1000].map(|exponent| {
                big[at] = 2_f64.powi(exponent).copysign(values[at]);
                Ok(self.continued(root, &big))
            });
        }
        match found {
            [
                Ok(Settled::Value { high: a, .. }),
                Ok(Settled::Value { high: b, low }),
            ] => {
                if self.is_nothing(a) && self.is_nothing(b) {
                    return Settled::Value {
                        high: 0.0,
                        low: 0.0,
                    };
                }
                if a == b || (a - b).abs() <= 1e-12 * b.abs() {
                    return Settled::Value { high: b, low };
                }
                // Still on the move at 2^900: it goes where it is heading.
                if b.abs() > 2.0 * a.abs() && a.signum() == b.signum() {
                    return Settled::Value {
                        high: b.signum() * f64::INFINITY,
                        low: 0.0,
                    };
                }
                if b.abs() < 0.5 * a.abs() || (a - b).abs() < 1e-200 {
                    return Settled::Value {
                        high: 0.0,
                        low: 0.0,
                    };
                }
                Settled::Undefined
            }
            _ => Settled::Undefined,
        }
    }

    /// The value by continuity in the first input.
    fn across(&mut self, root: usize, values: &[f64]) -> Settled {
        let mut sides = [false, true].map(|negative| {
            let mut places: Vec<Place> = values.iter().map(|&value| Place::At(value)).collect();
            places[0] = Place::Beside(values[0], -400, negative);
            match self.settle(root, &places) {
                Ok(settled) => settled,
                Err(_) => Settled::Undefined,
            }
        });
        sides.sort_by(|a, b| a.high().total_cmp(&b.high()));
        let [a, b] = sides.map(Settled::high);
        if a.abs() < 1e-100 && b.abs() < 1e-100 {
            // What vanishes beside the place is 0 at it.
            Settled::Value {
                high: 0.0,
                low: 0.0,
            }
        } else if a == b || (a - b).abs() <= 1e-13 * a.abs() {
            sides[0]
        } else {
            Settled::Undefined
        }
    }

    /// Every precision in turn.
    fn settle(&mut self, root: usize, places: &[Place]) -> Result<Settled, Gap> {
        let root = self.roots[root];
        let mut first = true;
        macro_rules! attempt {
            ($($machine:ident),+) => {$(
                match run(&mut self.$machine, &self.steps, &self.numbers, root, places, self.wanted) {
                    Some(answer) => {
                        self.tied = self.$machine.tied;
                        return answer;
                    }
                    None if first => {
                        first = false;
                        self.raised += 1;
                    }
                    None => {}
                }
            )+};
        }
        attempt!(two, three, four, eight, sixteen, most);
        Ok(Settled::Unsettled)
    }
}

/// u, where the node is ln(1 + u).
fn one_plus(graph: &Graph, op: Op, arguments: &[Id]) -> Option<Id> {
    let (Op::Ln, Some((Op::Add, &[a, b]))) = (op, graph.apply(arguments[0])) else {
        return None;
    };
    let is_one = |id: Id| graph.number_at(id).is_some_and(Number::is_one);
    if is_one(a) {
        Some(b)
    } else {
        is_one(b).then_some(a)
    }
}

enum Gap {
    Undefined,
    Beyond,
}

fn run<const N: usize>(
    machine: &mut Machine<N>,
    steps: &[Step],
    numbers: &[Number],
    root: usize,
    places: &[Place],
    wanted: Wanted,
) -> Option<Result<Settled, Gap>> {
    if machine.constants.len() != numbers.len() {
        machine.constants = numbers.iter().map(constant).collect();
    }
    machine.tied = false;
    machine.memo.clear();
    machine.memo.resize(steps.len(), None);
    let places: Vec<Ball<N>> = places.iter().map(place).collect();
    let ball = walk(machine, steps, root, &places);
    match ball {
        Ball::Undefined => Some(Err(Gap::Undefined)),
        Ball::Beyond => Some(Err(Gap::Beyond)),
        Ball::Huge { negative } => {
            let high = if negative {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            };
            Some(Ok(Settled::Value { high, low: 0.0 }))
        }
        Ball::Near { middle, .. } if ball.is_settled(wanted.bits, wanted.floor) => {
            let (high, low) = middle.to_pair();
            Some(Ok(Settled::Value { high, low }))
        }
        _ => None,
    }
}

fn place<const N: usize>(place: &Place) -> Ball<N> {
    let power = |exponent, negative| {
        let power = Ball::integer(1).scale(exponent);
        if negative { power.negate() } else { power }
    };
    match *place {
        Place::At(value) => Ball::from_f64(value),
        Place::Beside(0.0, exponent, negative) => power(exponent, negative),
        Place::Beside(value, exponent, negative) => {
            let by = Ball::integer(1).add(&power(exponent, negative));
            Ball::from_f64(value).multiply(&by)
        }
        Place::Power(exponent, negative) => power(exponent, negative),
    }
}

/// An exact constant to full precision.
fn constant<const N: usize>(number: &Number) -> Ball<N> {
    let (numerator, denominator, atoms) = number.parts();
    let wide = |value| Ball::exact(crate::float::Float::wide(value));
    let mut value = wide(numerator).divide(&wide(denominator));
    for (atom, halves) in atoms {
        let base = match atom {
            Atom::Prime(prime) => wide(i128::from(prime)),
            Atom::Pi => Ball::computed(crate::float::Float::pi(), 1, crate::ball::EXACT),
            Atom::Ln2 => Ball::computed(crate::float::Float::ln_2(), 1, crate::ball::EXACT),
            Atom::Ln10 => Ball::computed(crate::float::Float::ln_10(), 1, crate::ball::EXACT),
            Atom::E => Ball::integer(1).exp(),
            Atom::Golden => Ball::integer(5)
                .square_root()
                .add(&Ball::integer(1))
                .scale(-1),
            Atom::EulerGamma => {
                Ball::computed(crate::float::Float::euler_gamma(), 1, crate::ball::EXACT)
            }
        };
        let whole = base.power(i64::from(halves.abs() / 2));
        let factor = if halves % 2 == 0 {
            whole
        } else {
            whole.multiply(&base.square_root())
        };
        value = if halves < 0 {
            value.divide(&factor)
        } else {
            value.multiply(&factor)
        };
    }
    value
}

/// Only what the answer needs is evaluated: of an `if`, the branch that is taken.
fn walk<const N: usize>(
    machine: &mut Machine<N>,
    steps: &[Step],
    at: usize,
    places: &[Ball<N>],
) -> Ball<N> {
    if let Some(known) = machine.memo[at] {
        return known;
    }
    let value = match &steps[at] {
        Step::Number(index) => machine.constants[*index],
        Step::Symbol(index) => places[*index],
        Step::Apply(Op::Select, [condition, yes, no], _) => {
            match walk(machine, steps, *condition as usize, places).sign() {
                Some(0) => walk(machine, steps, *no as usize, places),
                Some(_) => walk(machine, steps, *yes as usize, places),
                None => {
                    // Not even the branch is known: right if both say the same.
                    let yes = walk(machine, steps, *yes as usize, places);
                    yes.hull(&walk(machine, steps, *no as usize, places))
                }
            }
        }
        Step::Apply(op, arguments, count) => {
            let mut values = [Ball::Unknown; 3];
            for (value, &argument) in values.iter_mut().zip(&arguments[..usize::from(*count)]) {
                *value = walk(machine, steps, argument as usize, places);
            }
            machine.tied |= is_tie(*op, &values);
            apply(*op, &values)
        }
    };
    machine.memo[at] = Some(value);
    value
}

/// Whether two branches meet at these arguments.
fn is_tie<const N: usize>(op: Op, [a, b, _]: &[Ball<N>; 3]) -> bool {
    match op {
        Op::Relu | Op::Abs | Op::Signum => a.is_zero(),
        Op::Max | Op::Min => a.compare(b) == Some(0),
        _ if op.is_comparison() => a.compare(b) == Some(0),
        _ => false,
    }
}

/// One op of the table.
fn apply<const N: usize>(op: Op, [a, b, c]: &[Ball<N>; 3]) -> Ball<N> {
    let one = Ball::integer(1);
    let relation = |holds: fn(i32) -> bool| match a.compare(b) {
        Some(sign) => Ball::truth(holds(sign)),
        None => a.unusable().or(b.unusable()).unwrap_or(Ball::Unknown),
    };
    match op {
        Op::Add => a.add(b),
        Op::Sub => a.subtract(b),
        Op::Mul => a.multiply(b),
        Op::Div => a.divide(b),
        Op::Neg => a.negate(),
        Op::MulAdd => a.multiply(b).add(c),
        Op::Powi | Op::Powf => a.powf(b),
        Op::Exp => a.exp(),
        Op::Exp2 => match a.as_integer() {
            Some(whole) => one.scale(whole.clamp(-crate::ball::LARGEST, crate::ball::LARGEST)),
            None => a.multiply(&Ball::integer(2).ln()).exp(),
        },
        Op::ExpM1 => a.exp_m1(),
        Op::Ln => a.ln(),
        Op::Ln1p => a.ln_1p(),
        Op::Log2 => a.ln().divide(&Ball::integer(2).ln()),
        Op::Sqrt => a.square_root(),
        Op::Recip => a.reciprocal(),
        Op::Abs => a.abs(),
        Op::Signum => a.signum(),
        Op::Floor => a.floor(),
        Op::Ceil => a.ceil(),
        Op::Round => a.round(),
        Op::Trunc => a.truncate(),
        Op::Fract => a.subtract(&a.truncate()),
        Op::Sin => a.sine_cosine().0,
        Op::SinEighth => {
            let quarter = Number::constant("FRAC_PI_4").expect("a constant");
            a.add(&constant(&quarter)).sine_cosine().0
        }
        Op::SinOfProduct => a.multiply(b).sine_cosine().0,
        Op::CosOfProduct => a.multiply(b).sine_cosine().1,
        Op::SinEighthOfProduct => apply(Op::SinEighth, &[a.multiply(b), *b, *c]),
        Op::SinOfSum => apply(Op::Sin, &[a.add(b), *b, *c]),
        Op::CosOfSum => apply(Op::Cos, &[a.add(b), *b, *c]),
        Op::SinEighthOfSum => apply(Op::SinEighth, &[a.add(b), *b, *c]),
        Op::Cos => a.sine_cosine().1,
        Op::Tan => {
            let (sine, cosine) = a.sine_cosine();
            sine.divide(&cosine)
        }
        Op::Atan => a.atan(),
        Op::Sinh => a.sinh(),
        Op::Cosh => a.cosh(),
        Op::Tanh => a.tanh(),
        Op::Asinh => a.asinh(),
        Op::Atanh => a.atanh(),
        Op::Erf => a.erf(),
        Op::Erfc => a.erfc(),
        Op::NormalCdf => a.normal_cdf(),
        Op::NormalPdf => a.normal_pdf(),
        Op::LogNormalCdf => a.log_normal_cdf(),
        Op::InverseMills => a.inverse_mills(),
        Op::MillsExcess => a.mills_excess(),
        Op::Sigmoid => a.sigmoid(),
        Op::LogisticPdf => a.sigmoid().multiply(&a.negate().sigmoid()),
        Op::LnCosh => a.ln_cosh(),
        Op::TimesExp => a.multiply(&b.exp()),
        Op::TimesSigmoid => a.multiply(&b.sigmoid()),
        Op::SquareTimesLogisticPdf => {
            let density = b.sigmoid().multiply(&b.negate().sigmoid());
            a.multiply(a).multiply(&density)
        }
        Op::Mix => (a.multiply(&c.sigmoid())).add(&b.multiply(&c.negate().sigmoid())),
        Op::TimesLogisticPdf => a.multiply(&b.sigmoid().multiply(&b.negate().sigmoid())),
        Op::TimesNormalCdf => a.multiply(&b.normal_cdf()),
        Op::TimesNormalPdf => a.multiply(&b.normal_pdf()),
        // Nothing is lost where nothing is rounded.
        Op::ProductResidual | Op::SumResidual | Op::ExpResidual | Op::Rest => Ball::integer(0),
        Op::Head | Op::Finite | Op::Polynomial => {
            unreachable!("written into kernels only, after which no reference is asked")
        }
        Op::LogSigmoid => a.negate().softplus().negate(),
        Op::Softplus => a.softplus(),
        Op::Relu => a.max(&Ball::integer(0)),
        Op::Max => a.max(b),
        Op::Min => a.min(b),
        Op::Clamp => a.max(b).min(c),
        Op::Lt => relation(|sign| sign < 0),
        Op::Le => relation(|sign| sign <= 0),
        Op::Gt => relation(|sign| sign > 0),
        Op::Ge => relation(|sign| sign >= 0),
        Op::Eq => relation(|sign| sign == 0),
        Op::Ne => relation(|sign| sign != 0),
        Op::And => match (a.sign(), b.sign()) {
            (Some(0), _) | (_, Some(0)) => Ball::integer(0),
            (Some(_), Some(_)) => one,
            _ => Ball::Unknown,
        },
        Op::Or => match (a.sign(), b.sign()) {
            (Some(0), Some(0)) => Ball::integer(0),
            (Some(0), None) | (None, Some(0) | None) => Ball::Unknown,
            _ => one,
        },
        Op::Not => match a.sign() {
            Some(sign) => Ball::truth(sign == 0),
            None => Ball::Unknown,
        },
        Op::Select => unreachable!("the walk takes the branch"),
    }
}
