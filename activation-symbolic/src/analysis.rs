//! The phases in their order: from a formula to everything that is written out about it.

use crate::{
    algebra::{
        Form, Judgement, Simplifier, as_typed, guard, in_reach, keep_nan, lower_of_output,
        rule::Rewrite,
    },
    cost::{Cost, chained, work, work_of_lowered},
    differentiate::{Derivation, differentiate},
    expr::{Graph, Id, Symbol},
    kinks::{Kink, kinks, places, switches},
    properties::{Properties, Shape},
    residual::{Question, Residual, residual},
    schedule::Symbols,
    second::{Candidate, better_slope, choose, fails, unless_typed},
    smooth::{is_smooth_across, smooth},
};

/// What the engine knows about a formula.
#[derive(Debug)]
pub struct Analysis {
    /// The expressions below.
    pub graph: Graph,
    /// Inputs and parameters.
    pub symbols: Symbols,
    /// One value a symbol: 0 for inputs, the default for parameters.
    pub defaults: Vec<f64>,
    /// The formula as typed.
    pub typed: Id,
    /// What is differentiated in its place, as typed, where the user said so.
    pub surrogate: Option<Id>,
    /// The formula, simplified.
    pub value: Id,
    /// How the derivative in each input and then each parameter comes about.
    pub derivations: Vec<Derivation>,
    /// The derivatives in each input and then each parameter, simplified.
    pub partials: Vec<Id>,
    /// The formula in the form that is computed.
    pub stable_value: Id,
    /// The derivatives in the form that is computed.
    pub stable_partials: Vec<Id>,
    /// What the stability rules rewrote: in the value, then in each derivative.
    pub rewrites: Vec<Vec<Rewrite>>,
    /// The functions that change sign where the formula changes branch.
    pub switches: Vec<Id>,
    /// The kinks of a formula of one input.
    pub kinks: Vec<Kink>,
    /// The shape of a formula of one input.
    pub properties: Option<Properties>,
    /// The second order, for formulas of one input.
    pub second: Option<Second>,
    /// What backward needs of forward.
    pub residual: Residual,
    /// What an element costs.
    pub cost: Cost,
}

/// The second order of a formula of one input.
#[derive(Debug)]
pub struct Second {
    /// The second derivative, simplified.
    pub derivative: Id,
    /// The second derivative in the form that is computed.
    pub stable: Id,
    /// What the stability rules rewrote.
    pub rewrites: Vec<Rewrite>,
    /// Where the second derivative jumps and the slope does not.
    pub bends: Vec<Kink>,
}

impl Analysis {
    /// Analyses the formula `typed`; `defaults` holds one value a parameter.
    #[must_use]
    pub fn new(graph: Graph, typed: Id, symbols: Symbols, defaults: &[f64]) -> Analysis {
        Analysis::with_surrogate(graph, typed, None, symbols, defaults)
    }

    /// [`new`](Self::new), but `surrogate` is differentiated in the place of `typed`, where it is
    /// given: in all that `typed` depends on. What the surrogate alone mentions, such as its
    /// sharpness, has the derivative 0 as ever.
    #[must_use]
    pub fn with_surrogate(
        mut graph: Graph,
        typed: Id,
        surrogate: Option<Id>,
        symbols: Symbols,
        defaults: &[f64],
    ) -> Analysis {
        let inputs = u32::try_from(symbols.inputs).expect("a signature has few arguments");
        let all = u32::try_from(symbols.names.len()).expect("a signature has few arguments");
        // As typed first, then simplified: see `differentiate`.
        let moving = graph.symbols(typed);
        let derivations: Vec<Derivation> = (0..all)
            .map(Symbol)
            .map(|s| {
                let root = surrogate.filter(|_| moving.contains(&s)).unwrap_or(typed);
                differentiate(&mut graph, root, s, inputs)
            })
            .collect();
        let mut simplifier = Simplifier::new(&mut graph, inputs);
        let value = simplifier.simplify(typed);
        let mut partials: Vec<Id> = derivations
            .iter()
            .map(|derivation| simplifier.simplify(derivation.result))
            .collect();
        let defaults = [vec![0.0; symbols.inputs], defaults.to_vec()].concat();
        let mut typed_partials: Vec<Id> = derivations.iter().map(|d| d.result).collect();
        if surrogate.is_none() && simplifier.graph().calls(&[value]).is_empty() {
            for (symbol, partial) in (0..).map(Symbol).zip(&mut partials) {
                let forms = [value, *partial];
                let mended = smooth(simplifier.graph(), forms, symbol, &symbols, &defaults);
                if mended == *partial {
                    continue;
                }
                *partial = simplifier.simplify(mended);
                // What was mended where it looked like a kink is not as typed.
                typed_partials[symbol.0 as usize] = *partial;
            }
        }
        let (plain_value, mut log) = simplifier.stabilise(value);
        let stable_value = simplifier.search(plain_value, &symbols, &defaults, &mut log);
        let mut rewrites = vec![log];
        let (mut plain_partials, mut stable_partials) = (Vec::new(), Vec::new());
        for &partial in &partials {
            let (plain, mut log) = simplifier.stabilise(partial);
            let stable = simplifier.search(plain, &symbols, &defaults, &mut log);
            plain_partials.push(plain);
            stable_partials.push(stable);
            rewrites.push(log);
        }

        // What calls another activation has no second order: a call is not differentiated twice.
        let calls = !simplifier.graph().calls(&[value]).is_empty();
        // Where the slope as typed fails, that of the stable value may take its place.
        if symbols.inputs == 1
            && !calls
            && surrogate.is_none()
            && plain_value != value
            && fails(simplifier.graph(), stable_partials[0], &defaults)
        {
            let slope = differentiate(simplifier.graph(), plain_value, Symbol(0), inputs).result;
            let slope = simplifier.simplify(slope);
            let (plain, mut log) = simplifier.stabilise(slope);
            let stable = simplifier.search(plain, &symbols, &defaults, &mut log);
            let candidate = |form: Id, rewrites: &[Rewrite]| Candidate {
                form,
                rewrites: rewrites.to_vec(),
            };
            let candidates = [
                candidate(stable_partials[0], &rewrites[1]),
                candidate(stable, &log),
            ];
            let graph = simplifier.graph();
            let switches = switches(graph, &[typed, partials[0]], inputs);
            let places = places(graph, &switches, &defaults);
            let chosen = better_slope(graph, candidates, &places, &defaults);
            if chosen.form == stable {
                (plain_partials[0], stable_partials[0]) = (plain, stable);
            }
            rewrites[1] = chosen.rewrites;
        }

        // The slope as typed is differentiated; that of the stable slope is the other candidate
        // for what is computed.
        let second = (symbols.inputs == 1 && !calls).then(|| {
            let mut twice = |slope: Id| {
                let as_typed = differentiate(simplifier.graph(), slope, Symbol(0), inputs).result;
                let simple = simplifier.simplify(as_typed);
                let derivative = smooth(
                    simplifier.graph(),
                    [partials[0], simple],
                    Symbol(0),
                    &symbols,
                    &defaults,
                );
                // What was mended where it looked like a kink is not as typed.
                let as_typed = if derivative == simple {
                    as_typed
                } else {
                    derivative
                };
                let (form, mut rewrites) = simplifier.stabilise(derivative);
                let form = simplifier.search(form, &symbols, &defaults, &mut rewrites);
                let form = simplifier.hold_powers(form);
                ([derivative, as_typed], Candidate { form, rewrites })
            };
            let (derivatives, typed) = twice(derivations[0].result);
            let (_, stable) = twice(plain_partials[0]);
            (derivatives, [typed, stable])
        });

        let mut roots = vec![typed];
        roots.extend(&partials[..symbols.inputs]);
        let mut switches = switches(&mut graph, &roots, inputs);
        if symbols.inputs > 1 && !calls && surrogate.is_none() {
            let forms = [&[value], &partials[..symbols.inputs]].concat();
            switches.retain(|&s| !is_smooth_across(&graph, &forms, s, &symbols, &defaults));
        }
        let (mut stable_value, mut stable_partials) = (stable_value, stable_partials);
        let samples = samples(symbols.inputs, &defaults);
        let several = symbols.inputs > 1;
        let mut unguarded = [&[stable_value], &stable_partials[..]].concat();
        for form in &mut unguarded {
            *form = in_reach(&mut graph, *form, &symbols, &samples);
        }
        (stable_value, stable_partials) = (unguarded[0], unguarded[1..].to_vec());
        for input in (0..inputs).map(Symbol) {
            let (value, sound) = guard(&mut graph, stable_value, &symbols, input, &samples);
            // A factor of a formula of several inputs, such as the sharpness of a gate, goes to no
            // end; what cannot be repaired with any sign of the others is left as it reads best.
            let needed = input.0 == 0 || value != stable_value;
            if !several || (needed && sound) {
                stable_value = value;
                for partial in &mut stable_partials {
                    let (form, sound) = guard(&mut graph, *partial, &symbols, input, &samples);
                    if !several || sound {
                        *partial = form;
                    }
                }
            }
            stable_value = keep_nan(&mut graph, stable_value, input, &samples);
        }
        if !several && !calls && surrogate.is_none() {
            let x = Symbol(0);
            let guarded = |graph: &mut Graph, id: Id| guard(graph, id, &symbols, x, &samples).0;
            let engine = |computed: Id, column: usize| Form {
                exact: unguarded[column],
                computed,
            };
            let judgement = |fine: f64| Judgement {
                symbols: &symbols,
                defaults: &defaults,
                fine,
            };
            let finish = |graph: &mut Graph, id: Id| {
                let id = guarded(graph, id);
                keep_nan(graph, id, x, &samples)
            };
            let form = engine(stable_value, 0);
            let others = [unguarded[0], value, typed];
            let chosen = as_typed(&mut graph, form, &others, &judgement(6.0), &finish);
            if let Some((form, at)) = chosen {
                rewrites[0] = vec![Rewrite::as_typed(stable_value, form, at)];
                stable_value = form;
            }
            for (index, partial) in stable_partials.iter_mut().enumerate() {
                let form = engine(*partial, 1 + index);
                let others = [unguarded[1 + index], partials[index], typed_partials[index]];
                let fine = judgement(if index == 0 { 9.0 } else { 12.0 });
                let chosen = as_typed(&mut graph, form, &others, &fine, &guarded);
                if let Some((form, at)) = chosen {
                    rewrites[1 + index] = vec![Rewrite::as_typed(*partial, form, at)];
                    *partial = form;
                }
            }
        }
        let (mut found, mut properties, mut places_found) = (Vec::new(), None, Vec::new());
        if !several {
            places_found = places(&mut graph, &switches, &defaults);
            found = kinks(&mut graph, value, partials[0], &places_found, &defaults);
            let seams: Vec<f64> = places_found.iter().map(|place| place.at_default).collect();
            // That of a surrogate is not the formula's.
            let (slope, derivative) = match surrogate {
                None => (stable_partials[0], partials[0]),
                Some(_) => {
                    let own = differentiate(&mut graph, typed, Symbol(0), inputs).result;
                    let own = Simplifier::new(&mut graph, inputs).simplify(own);
                    (own, own)
                }
            };
            let shape = Shape {
                graph: &mut graph,
                value: stable_value,
                slope,
                derivative,
                seams: &seams,
                kinks: &found,
                defaults: &defaults,
            };
            // What calls another activation cannot be evaluated here.
            properties = (!calls).then(|| shape.properties());
        }
        let question = Question {
            values: [plain_value, value],
            gradient: &plain_partials[..symbols.inputs],
            computed: [stable_value, stable_partials[0]],
            places: &places_found,
            surrogate: surrogate.is_some(),
            symbols: &symbols,
            defaults: &defaults,
        };
        let residual = residual(&mut graph, &question);
        let second = second.map(|([derivative, as_typed_twice], candidates)| {
            let [one, other] = candidates.each_ref().map(|candidate| candidate.form);
            let mut chosen = choose(&mut graph, candidates, &symbols, &places_found, &defaults);
            if surrogate.is_none() {
                let others = [derivative, one, other, as_typed_twice];
                chosen = unless_typed(&mut graph, chosen, &others, &symbols, &defaults);
            }
            let Candidate { form, rewrites } = chosen;
            let mut bends = kinks(
                &mut graph,
                partials[0],
                derivative,
                &places_found,
                &defaults,
            );
            // Where the slope itself jumps, or is infinite, is a kink already.
            bends.retain(|bend| {
                let (left, right) = bend.slopes_default;
                let is_steep = |kink: &Kink| {
                    let (left, right) = kink.slopes_default;
                    kink.at_default == bend.at_default
                        && (left.is_infinite() || right.is_infinite())
                };
                !bend.jump && left != right && !found.iter().any(is_steep)
            });
            Second {
                derivative,
                stable: form,
                rewrites,
                bends,
            }
        });
        // Counting writes what is counted in other ops: not into the graph that is shown.
        let mut scratch = graph.clone();
        let gradient = &stable_partials[..symbols.inputs];
        let cost = Cost {
            forward: work(&mut scratch, &[stable_value], &symbols),
            backward: chained(work(&mut scratch, gradient, &symbols), symbols.inputs),
            from_output: residual.usable().map(|through| {
                let lowered = lower_of_output(&mut scratch, through.computed, &symbols);
                chained(work_of_lowered(&scratch, &[lowered], &symbols), 1)
            }),
        };
        Analysis {
            graph,
            symbols,
            defaults,
            typed,
            surrogate,
            value,
            derivations,
            partials,
            stable_value,
            stable_partials,
            rewrites,
            switches,
            kinks: found,
            properties,
            second,
            residual,
            cost,
        }
    }

    /// Whether value or derivatives call another activation.
    #[must_use]
    pub fn has_calls(&self) -> bool {
        let roots = [&[self.value][..], &self.partials].concat();
        !self.graph.calls(&roots).is_empty()
    }

    /// The derivatives in the inputs, in the form that is computed.
    #[must_use]
    pub fn stable_gradient(&self) -> &[Id] {
        &self.stable_partials[..self.symbols.inputs]
    }
}

/// Values of all symbols to try one input with: the others, where there are any, on both sides of
/// 0, together and apart, and near it.
fn samples(inputs: usize, defaults: &[f64]) -> Vec<Vec<f64>> {
    let sample = |pair: [f64; 2]| {
        let others = (0..inputs).map(|input| pair[input % 2]);
        others.chain(defaults[inputs..].iter().copied()).collect()
    };
    let pairs = [
        [0.5, 0.75],
        [-0.5, -0.75],
        [0.5, -0.75],
        [-0.5, 0.75],
        [0.005, 0.0075],
    ];
    let count = if inputs == 1 { 1 } else { pairs.len() };
    pairs[..count].iter().copied().map(sample).collect()
}
