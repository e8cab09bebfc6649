//! The attribute `#[activation]`.

use proc_macro::TokenStream;

/// Declares an activation from its formula.
#[proc_macro_attribute]
pub fn activation(attr: TokenStream, item: TokenStream) -> TokenStream {
    activation_symbolic::expand(attr.into(), item.into()).into()
}
