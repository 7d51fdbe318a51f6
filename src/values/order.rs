//! One sort for everything that is short or seldom sorted: small in the page, where each use of the standard sorts
//! brings its own copy of them.

use std::cmp::Ordering;

/// Sorts a list, keeping the order of equals (merge sort, n log n comparisons; short lists by insertion).
pub fn sort_by<T>(list: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() <= SHORT {
        return sort_short(list, &mut compare);
    }
    let order = {
        let mut later = |a: usize, b: usize| match (list.get(a), list.get(b)) {
            (Some(a), Some(b)) => compare(a, b) == Ordering::Greater,
            _ => false,
        };
        order(list.len(), &mut later)
    };
    let mut taken: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|index| taken.get_mut(index)?.take()));
}

/// Sorts a list by a key, keeping the order of equals.
pub fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, mut key: impl FnMut(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Up to this length sorting in place is quicker than the two lists that merging needs.
const SHORT: usize = 16;

fn sort_short<T>(list: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    for end in 1..list.len() {
        for place in (1..=end).rev() {
            match list.get_mut(place - 1..=place) {
                Some([before, after]) if compare(before, after) == Ordering::Greater => std::mem::swap(before, after),
                _ => break,
            }
        }
    }
}

/// The numbers below `len` in order, by merging runs of growing length.
fn order(len: usize, later: &mut dyn FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    let mut into = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        into.clear();
        for pair in from.chunks(2 * run) {
            let (left, right) = pair.split_at(run.min(pair.len()));
            merge(left, right, later, &mut into);
        }
        std::mem::swap(&mut from, &mut into);
        run *= 2;
    }
    from
}

fn merge(mut left: &[usize], mut right: &[usize], later: &mut dyn FnMut(usize, usize) -> bool, into: &mut Vec<usize>) {
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        if later(*a, *b) {
            into.push(*b);
            right = right_rest;
        } else {
            into.push(*a);
            left = left_rest;
        }
    }
    into.extend_from_slice(left);
    into.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_does(list in prop::collection::vec((0_u8..9, any::<u8>()), 0..60)) {
            let (mut ours, mut theirs) = (list.clone(), list);
            sort_by_key(&mut ours, |pair| pair.0);
            theirs.sort_by_key(|pair| pair.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
