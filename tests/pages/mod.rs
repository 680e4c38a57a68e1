//! Status pages: every fixture is read and judged; no damage to one turns trouble or silence into
//! good news; and the recorded pages beside this tree, where there are any, read as they should.

mod catalogue;
mod command;
mod damage;
mod detect;
mod fixture;
mod formats;
mod incident_io;
mod render;
mod statuspage;
mod tree;
mod unreadable;
