//! Black-box tests, one module an area.

mod tidy;
