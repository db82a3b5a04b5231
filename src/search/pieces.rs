//! Text that was already analysed, handed to tantivy token by token.
//!
//! Every word is analysed once for all fields by the writer; what reaches tantivy is a string in which `\n` leads to the
//! next position and `\t` stacks another token on the same position. Splitting it is all that is left to do.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which the schema knows this tokenizer.
pub const NAME: &str = "pieces";
/// Leads to the next position. Two in a row leave a position empty.
pub const NEXT: char = '\n';
/// Stacks another token on the same position.
pub const STACK: char = '\t';

/// Splits what the writer encoded.
#[derive(Clone, Default)]
pub struct Pieces {
    token: Token,
}

/// The stream over one encoded text.
pub struct PiecesStream<'a> {
    rest: Option<&'a str>,
    token: &'a mut Token,
    position: usize,
}

impl Tokenizer for Pieces {
    type TokenStream<'a> = PiecesStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PiecesStream<'a> {
        self.token.reset();
        self.token.position_length = 1;
        PiecesStream { rest: Some(text), token: &mut self.token, position: 0 }
    }
}

impl TokenStream for PiecesStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(rest) = self.rest {
            let end = rest.find([NEXT, STACK]).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            let position = self.position;
            if after.starts_with(NEXT) {
                self.position += 1;
            }
            self.rest = after.get(1..);
            if !piece.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(piece);
                self.token.position = position;
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_advance_at_line_ends_and_stacked_tokens_share_one() {
        let mut pieces = Pieces::default();
        let mut stream = pieces.token_stream("a\tb\n\nc\n");
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(seen, [("a".into(), 0), ("b".into(), 0), ("c".into(), 2)]);
    }
}
