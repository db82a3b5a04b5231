//! User stories, end to end with the real binary. One program so that it links once; one module a story.

mod support;

mod bombs;
mod cli_habits;
mod crash;
mod demo;
mod drafting;
mod evidence;
mod facts;
mod guides;
mod house;
mod indexing;
mod isolation;
mod language;
mod law;
mod layers;
mod mla;
mod mla_citations;
mod mla_defects;
mod mla_new;
mod mla_values;
mod papers;
mod phones;
mod pictures;
mod reading;
mod schemas;
mod search;
mod statutes;
