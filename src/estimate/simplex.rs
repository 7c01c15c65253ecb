//! Least squares for shares: they add up to one, and none is negative.

/// `values[row * columns + column]`
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// How many columns there are.
    pub columns: usize,
    /// Row by row.
    pub values: Vec<f64>,
}

/// The least-squares shares as a function of what was observed, `shares = slope · observed + shift`:
/// they add up to one, and may be negative.
#[derive(Debug, Clone)]
pub struct Affine {
    slope: Matrix,
    shift: Vec<f64>,
}

impl Matrix {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    fn gram(&self) -> Matrix {
        let size = self.columns;
        let mut values = vec![0.0; size * size];
        for row in self.values.chunks(size) {
            for (a, x) in row.iter().enumerate() {
                for (b, y) in row.iter().enumerate() {
                    values[a * size + b] += x * y;
                }
            }
        }
        Matrix {
            columns: size,
            values,
        }
    }

    fn transposed_times(&self, observed: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.columns];
        for (row, value) in self.values.chunks(self.columns).zip(observed) {
            for (sum, x) in product.iter_mut().zip(row) {
                *sum += x * value;
            }
        }
        product
    }

    /// The smallest singular value: by how much the directions that are hardest to tell apart shrink.
    /// One for a perfect classifier, zero for one whose answer says nothing of some class.
    pub fn smallest_singular_value(&self) -> f64 {
        let mut gram = self.gram();
        let n = self.columns;
        for _ in 0..30 {
            let mut rotated = false;
            for (p, q) in (0..n).flat_map(|p| (p + 1..n).map(move |q| (p, q))) {
                rotated |= rotate(&mut gram.values, n, p, q);
            }
            if !rotated {
                break;
            }
        }
        let diagonal = (0..n).map(|i| gram.values[i * n + i]);
        diagonal.fold(f64::INFINITY, f64::min).max(0.0).sqrt()
    }
}

/// One rotation of Jacobi's eigenvalue method, which makes the element (p, q) zero; false where it
/// is none beside those of the diagonal.
fn rotate(values: &mut [f64], n: usize, p: usize, q: usize) -> bool {
    let (off, first, second) = (values[p * n + q], values[p * n + p], values[q * n + q]);
    if off.abs() <= 1e-15 * (first * second).abs().sqrt() {
        return false;
    }
    let ratio = (second - first) / (2.0 * off);
    let tangent = ratio.signum() / (ratio.abs() + (ratio * ratio + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for i in 0..n {
        let (x, y) = (values[i * n + p], values[i * n + q]);
        values[i * n + p] = cosine * x - sine * y;
        values[i * n + q] = sine * x + cosine * y;
    }
    for i in 0..n {
        let (x, y) = (values[p * n + i], values[q * n + i]);
        values[p * n + i] = cosine * x - sine * y;
        values[q * n + i] = sine * x + cosine * y;
    }
    true
}

impl Affine {
    /// Of `min ‖matrix · shares − observed‖²` with `Σ shares = 1`; none where the matrix is singular.
    pub fn of(matrix: &Matrix) -> Option<Affine> {
        let (gram, size) = (matrix.gram(), matrix.columns);
        let support: Vec<usize> = (0..size).collect();
        let shift = on_support(&gram, &vec![0.0; size], &support, 1.0)?;
        let rows = matrix.rows();
        let mut values = vec![0.0; size * rows];
        for row in 0..rows {
            let column = &matrix.values[row * size..(row + 1) * size];
            let shares = on_support(&gram, column, &support, 0.0)?;
            for (class, share) in shares.iter().enumerate() {
                values[class * rows + row] = *share;
            }
        }
        let slope = Matrix {
            columns: rows,
            values,
        };
        Some(Affine { slope, shift })
    }

    /// The shares for an observation.
    pub fn shares(&self, observed: &[f64]) -> Vec<f64> {
        let rows = self
            .slope
            .values
            .chunks(self.slope.columns)
            .zip(&self.shift);
        rows.map(|(row, shift)| shift + row.iter().zip(observed).map(|(a, b)| a * b).sum::<f64>())
            .collect()
    }
}

/// The shares on the simplex that minimise `‖matrix · shares − observed‖²`, by a primal active-set
/// method (Nocedal and Wright 2006, algorithm 16.3): exact, and finite where the matrix has full
/// rank; where it has not, one of the best.
pub fn simplex(matrix: &Matrix, observed: &[f64]) -> Vec<f64> {
    let (gram, target) = (matrix.gram(), matrix.transposed_times(observed));
    let size = matrix.columns;
    let mut shares = vec![1.0 / size as f64; size];
    let mut support: Vec<usize> = (0..size).collect();
    for _ in 0..50 * size {
        let Some(found) = on_support(&gram, &target, &support, 1.0) else {
            return shares;
        };
        let mut goal = vec![0.0; size];
        for (&class, &share) in support.iter().zip(&found) {
            goal[class] = share;
        }
        let step = |class: usize| shares[class] / (shares[class] - goal[class]);
        let blocking = support
            .iter()
            .copied()
            .filter(|&class| goal[class] < -1e-14);
        match blocking.min_by(|&a, &b| step(a).total_cmp(&step(b))) {
            Some(class) => {
                let length = step(class).clamp(0.0, 1.0);
                for (share, goal) in shares.iter_mut().zip(&goal) {
                    *share += length * (goal - *share);
                }
                shares[class] = 0.0;
                support.retain(|&kept| kept != class);
            }
            None => {
                shares = goal.iter().map(|share| share.max(0.0)).collect();
                match released(&gram, &target, &shares, &support) {
                    Some(class) => support.push(class),
                    None => return shares,
                }
                support.sort_unstable();
            }
        }
    }
    shares
}

/// A class at zero whose growth would lower the objective, the one that lowers it most.
fn released(gram: &Matrix, target: &[f64], shares: &[f64], support: &[usize]) -> Option<usize> {
    let size = shares.len();
    let slope = |class: usize| {
        let row = &gram.values[class * size..(class + 1) * size];
        row.iter().zip(shares).map(|(a, b)| a * b).sum::<f64>() - target[class]
    };
    let level = slope(support[0]);
    (0..size)
        .filter(|class| !support.contains(class) && slope(*class) < level - 1e-10)
        .min_by(|&a, &b| slope(a).total_cmp(&slope(b)))
}

/// Minimises `½ x'Gx − target'x` with `Σ x = total`, all but the classes of `support` being zero.
fn on_support(gram: &Matrix, target: &[f64], support: &[usize], total: f64) -> Option<Vec<f64>> {
    let n = support.len();
    let width = n + 2;
    let mut system = vec![0.0; (n + 1) * width];
    for (i, &a) in support.iter().enumerate() {
        for (j, &b) in support.iter().enumerate() {
            system[i * width + j] = gram.values[a * gram.columns + b];
        }
        system[i * width + n] = 1.0;
        system[n * width + i] = 1.0;
        system[i * width + n + 1] = target[a];
    }
    system[n * width + n + 1] = total;
    let mut solution = solve(system, n + 1)?;
    solution.truncate(n);
    Some(solution)
}

/// Solves `n` equations by elimination with row exchanges; the right-hand side is the last column.
fn solve(mut system: Vec<f64>, n: usize) -> Option<Vec<f64>> {
    let width = n + 1;
    for column in 0..n {
        let size = |row: &usize| system[row * width + column].abs();
        let pivot = (column..n).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        if size(&pivot) < 1e-12 {
            return None;
        }
        for at in 0..width {
            system.swap(column * width + at, pivot * width + at);
        }
        for row in (0..n).filter(|&row| row != column) {
            let factor = system[row * width + column] / system[column * width + column];
            for at in column..width {
                system[row * width + at] -= factor * system[column * width + at];
            }
        }
    }
    Some(
        (0..n)
            .map(|row| system[row * width + n] / system[row * width + row])
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(columns: usize, values: &[f64]) -> Matrix {
        Matrix {
            columns,
            values: values.to_vec(),
        }
    }

    fn check(found: &[f64], expected: &[f64]) {
        let far = found
            .iter()
            .zip(expected)
            .any(|(a, b)| (a - b).abs() > 1e-9);
        assert!(
            !far && found.len() == expected.len(),
            "{found:?}, expected {expected:?}"
        );
    }

    #[test]
    fn inverts_a_confusion_matrix() {
        // Sensitivity .8, specificity .9: (.45 − .1) / (.8 − .1) = .5.
        let confusion = matrix(2, &[0.8, 0.1, 0.2, 0.9]);
        check(&simplex(&confusion, &[0.45, 0.55]), &[0.5, 0.5]);
        check(
            &Affine::of(&confusion).unwrap().shares(&[0.45, 0.55]),
            &[0.5, 0.5],
        );
    }

    #[test]
    fn stops_at_zero_where_the_inverse_is_negative() {
        // (.03 − .1) / .7 = −.1.
        let confusion = matrix(2, &[0.8, 0.1, 0.2, 0.9]);
        check(&simplex(&confusion, &[0.03, 0.97]), &[0.0, 1.0]);
        check(
            &Affine::of(&confusion).unwrap().shares(&[0.03, 0.97]),
            &[-0.1, 1.1],
        );
    }

    #[test]
    fn projects_on_the_simplex() {
        // With the identity the answer is the nearest point: of (.8, .6, −.4), taking .2 from the first two.
        let identity = matrix(3, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
        check(&simplex(&identity, &[0.8, 0.6, -0.4]), &[0.6, 0.4, 0.0]);
        check(&simplex(&identity, &[2.0, 0.0, 0.0]), &[1.0, 0.0, 0.0]);
    }

    #[test]
    fn agrees_with_a_search_over_the_simplex() {
        let confusion = matrix(3, &[0.7, 0.2, 0.1, 0.2, 0.5, 0.3, 0.1, 0.3, 0.6]);
        for observed in [[0.9, 0.05, 0.05], [0.1, 0.1, 0.8], [0.3, 0.4, 0.3]] {
            let loss = |shares: &[f64]| -> f64 {
                let fitted = confusion.values.chunks(3);
                let fitted =
                    fitted.map(|row| row.iter().zip(shares).map(|(a, b)| a * b).sum::<f64>());
                fitted.zip(observed).map(|(a, b)| (a - b).powi(2)).sum()
            };
            let best = loss(&simplex(&confusion, &observed));
            for i in 0..=100 {
                for j in 0..=100 - i {
                    let point = [f64::from(i), f64::from(j), f64::from(100 - i - j)];
                    assert!(best <= loss(&point.map(|share| share / 100.0)) + 1e-12);
                }
            }
        }
    }

    #[test]
    fn more_answers_than_classes_are_weighed() {
        // A third answer, "unsure", that says nothing: .2 of both classes.
        let confusion = matrix(2, &[0.7, 0.1, 0.1, 0.7, 0.2, 0.2]);
        check(&simplex(&confusion, &[0.4, 0.4, 0.2]), &[0.5, 0.5]);
    }

    #[test]
    fn singular_values_by_hand() {
        assert!((matrix(2, &[3.0, 0.0, 0.0, 2.0]).smallest_singular_value() - 2.0).abs() < 1e-12);
        assert!(matrix(2, &[0.5, 0.5, 0.5, 0.5]).smallest_singular_value() < 1e-7);
        assert!(Affine::of(&matrix(2, &[0.5, 0.5, 0.5, 0.5])).is_none());
    }
}
