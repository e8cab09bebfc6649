//! trial
use activation_symbolic::{algebra::Simplifier, differentiate::differentiate, emit::{text, latex}, expr::{Graph, Symbol}, op::{self, Op}, schedule::Symbols};

#[test]
fn named() {
    for named in op::NAMED {
        let mut g = Graph::new();
        let args: Vec<_> = (0..named.arity).map(|k| g.symbol(Symbol(k as u32))).collect();
        let root = g.instantiate(&named.formula, &args, None);
        let d = differentiate(&mut g, root, Symbol(0), 1);
        let symbols = Symbols { names: vec!["x".into(), "alpha".into()], inputs: 1 };
        let mut s = Simplifier::new(&mut g, 1);
        let v = s.simplify(root);
        let dd = s.simplify(d.result);
        println!("{:12} g  = {}", named.name, text::text(&g, v, &symbols));
        println!("             g' = {}", text::text(&g, dd, &symbols));
        println!("             {}", latex::latex(&g, dd, &symbols));
    }
    let _ = Op::Exp;
}
