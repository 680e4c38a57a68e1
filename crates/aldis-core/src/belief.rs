//! How strongly the looks so far speak against a service. A simple honest rule; the Bayesian filter has its room here.
