//! The mark as an icon, from one drawing: an SVG, and PNGs for systems that take no SVG.

use std::io::Write;

use anyhow::{Context, Result};
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Side of the drawing.
const SIDE: f64 = 30.0;
const CORNER: f64 = 5.0;
const STROKE: f64 = 2.0;
const GROUND: [u8; 3] = [0x0b, 0x4e, 0xa2];
/// Every part of the ink.
const WHITE: u8 = 0xff;
/// A document's lines and a tick: lines through points.
const LINES: &[&[(f64, f64)]] = &[
    &[(8.0, 8.5), (22.0, 8.5)],
    &[(8.0, 13.5), (15.0, 13.5)],
    &[(8.0, 18.5), (12.0, 18.5)],
    &[(14.5, 19.5), (17.5, 22.5), (23.0, 15.5)],
];

/// The icon as SVG.
pub fn svg() -> String {
    let [red, green, blue] = GROUND;
    let path = |line: &&[(f64, f64)]| {
        let points = line.iter().map(|(x, y)| format!("{x} {y}")).collect::<Vec<_>>();
        format!("M{}", points.join("L"))
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\">\
         <rect width=\"{SIDE}\" height=\"{SIDE}\" rx=\"{CORNER}\" fill=\"#{red:02x}{green:02x}{blue:02x}\"/>\
         <path d=\"{}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"{STROKE}\" stroke-linecap=\"round\" \
         stroke-linejoin=\"round\"/></svg>\n",
        LINES.iter().map(path).collect::<String>()
    )
}

/// The icon as PNG, `size` pixels wide and high. A maskable one fills the square and keeps the mark in its middle, so
/// that a system can cut it to any shape.
///
/// # Errors
/// When the compressor fails.
pub fn png(size: u32, maskable: bool) -> Result<Vec<u8>> {
    let mut rows = Vec::new();
    for y in 0..size {
        rows.push(0); // no filter
        for x in 0..size {
            rows.extend(pixel(size, maskable, x, y));
        }
    }
    let mut body = ZlibEncoder::new(Vec::new(), Compression::best());
    body.write_all(&rows).context("cannot compress an icon")?;
    let mut header = [size.to_be_bytes(), size.to_be_bytes()].concat();
    header.extend([8, 6, 0, 0, 0]); // eight bits, red green blue alpha
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in
        [(b"IHDR", header), (b"IDAT", body.finish().context("cannot compress an icon")?), (b"IEND", Vec::new())]
    {
        let length = u32::try_from(data.len()).context("an icon is too large")?;
        out.extend(length.to_be_bytes());
        let mut sum = Crc::new();
        for part in [&kind[..], &data] {
            sum.update(part);
            out.extend(part);
        }
        out.extend(sum.sum().to_be_bytes());
    }
    Ok(out)
}

fn pixel(size: u32, maskable: bool, x: u32, y: u32) -> [u8; 4] {
    let scale = f64::from(size) / SIDE;
    let place = |at: u32| (f64::from(at) + 0.5) / scale;
    let (x, y) = (place(x), place(y));
    let shrink = if maskable { 0.75 } else { 1.0 };
    let inner = |at: f64| (at - SIDE / 2.0) / shrink + SIDE / 2.0;
    let ink = coverage((to_lines(inner(x), inner(y)) - STROKE / 2.0) * shrink * scale);
    let ground = if maskable { 1.0 } else { coverage(to_square(x, y) * scale) };
    let mixed = |under: u8| byte(f64::from(under) * (1.0 - ink) + f64::from(WHITE) * ink);
    let [red, green, blue] = GROUND.map(mixed);
    [red, green, blue, byte(255.0 * ground)]
}

/// How much of a pixel lies inside a shape whose edge is so many pixels away; inside is negative.
fn coverage(distance: f64) -> f64 {
    (0.5 - distance).clamp(0.0, 1.0)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// Distance to the edge of the square with round corners.
fn to_square(x: f64, y: f64) -> f64 {
    let beyond = |at: f64| (at - SIDE / 2.0).abs() - (SIDE / 2.0 - CORNER);
    let (dx, dy) = (beyond(x), beyond(y));
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - CORNER
}

/// Distance to the nearest line.
fn to_lines(x: f64, y: f64) -> f64 {
    let segments = LINES.iter().flat_map(|line| line.iter().zip(line.iter().skip(1)));
    let distances = segments.map(|(&(ax, ay), &(bx, by))| {
        let (dx, dy) = (bx - ax, by - ay);
        let along = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
        (x - ax - along * dx).hypot(y - ay - along * dy)
    });
    distances.fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_those_of_the_drawing() {
        let at = |maskable, x, y| pixel(300, maskable, x, y);
        assert_eq!(at(false, 0, 0)[3], 0, "the corner is cut");
        assert_eq!(at(true, 0, 0), [0x0b, 0x4e, 0xa2, 255], "a maskable corner is not");
        assert_eq!(at(false, 150, 85), [255, 255, 255, 255], "the first line");
        assert_eq!(at(false, 150, 40), [0x0b, 0x4e, 0xa2, 255]);
    }

    #[test]
    fn a_png_says_its_size() -> Result<()> {
        let bytes = png(180, false)?;
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\xb4\x00\x00\x00\xb4"));
        assert_eq!(bytes, png(180, false)?);
        Ok(())
    }
}
