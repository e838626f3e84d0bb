//! The directory of a 7z archive: its bytes in, files and packed streams out.
//!
//! Every number in it is a claim. Nothing is allocated for a claim that the length of the directory does not bear out.

/// Markers of the parts of a directory, as 7zFormat.txt names them.
const END: u64 = 0x00;
const HEADER: u64 = 0x01;
const ARCHIVE_PROPERTIES: u64 = 0x02;
const MAIN_STREAMS: u64 = 0x04;
const FILES: u64 = 0x05;
const PACK_INFO: u64 = 0x06;
const UNPACK_INFO: u64 = 0x07;
const SUB_STREAMS: u64 = 0x08;
const SIZE: u64 = 0x09;
const CRC: u64 = 0x0A;
const FOLDER: u64 = 0x0B;
const UNPACK_SIZE: u64 = 0x0C;
const STREAMS_PER_FOLDER: u64 = 0x0D;
const EMPTY_STREAM: u64 = 0x0E;
const EMPTY_FILE: u64 = 0x0F;
const NAMES: u64 = 0x11;
const ENCODED_HEADER: u64 = 0x17;

/// More steps than this unpack no real folder.
const MOST_CODERS: u64 = 8;

/// What a directory holds: files in order, and the folders (packed streams) that their contents stand in, one after the
/// other.
#[derive(Debug, Default)]
pub(super) struct Directory {
    pub(super) files: Vec<File>,
    pub(super) folders: Vec<Folder>,
}

/// A directory, or the stream that it is packed in.
#[derive(Debug)]
pub(super) enum Header {
    Plain(Directory),
    Packed(Folder),
}

/// A file or directory entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) crc: Option<u32>,
    /// The folder whose stream holds it; `None` when it is empty.
    pub(super) folder: Option<usize>,
    pub(super) is_directory: bool,
}

/// A packed stream.
#[derive(Clone, Debug, Default)]
pub(super) struct Folder {
    /// The steps of unpacking, first to last, each with the size it gives. Empty when they form no plain chain.
    pub(super) coders: Vec<Coder>,
    /// Start of the packed bytes behind the signature header, and their number.
    pub(super) packed: (u64, u64),
    /// Size of the whole content, and its checksum.
    pub(super) size: u64,
    pub(super) crc: Option<u32>,
    /// Packed streams that it takes.
    inputs: u64,
}

/// A step of unpacking.
#[derive(Clone, Debug, Default)]
pub(super) struct Coder {
    pub(super) method: Vec<u8>,
    pub(super) properties: Vec<u8>,
    pub(super) size: u64,
}

/// Reads a directory. `None` when it is damaged, or holds more than `most` files.
pub(super) fn read(bytes: &[u8], most: usize) -> Option<Header> {
    let mut input = Input { rest: bytes };
    match input.number()? {
        HEADER => directory(&mut input, most).map(Header::Plain),
        ENCODED_HEADER => streams(&mut input)?.folders.into_iter().next().map(Header::Packed),
        _ => None,
    }
}

/// What is left of a directory.
struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        Some(taken)
    }

    /// A number of one to nine bytes: the leading ones of the first byte count the others.
    fn number(&mut self) -> Option<u64> {
        let first = self.byte()?;
        let more = first.leading_ones();
        let mut value = 0;
        for i in 0..more {
            value |= u64::from(self.byte()?) << (8 * i);
        }
        let high = if more < 7 { u64::from(first) & (0x7F >> more) } else { 0 };
        Some(value | high.checked_shl(8 * more).unwrap_or(0))
    }

    /// A number of things, each of which takes at least one more bit.
    fn count(&mut self) -> Option<u64> {
        self.number().filter(|&n| n <= 8 * self.rest.len() as u64)
    }

    fn crc(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn bits(&mut self, count: u64) -> Option<Vec<bool>> {
        let bytes = self.take(count.div_ceil(8))?;
        let count = usize::try_from(count).ok()?;
        Some((0..count).map(|i| bytes.get(i / 8).is_some_and(|b| b & (0x80 >> (i % 8)) != 0)).collect())
    }

    /// Checksums of so many things, some of which may have none.
    fn crcs(&mut self, count: u64) -> Option<Vec<Option<u32>>> {
        let all = self.byte()? != 0;
        if all && count.checked_mul(4)? > self.rest.len() as u64 {
            return None;
        }
        let defined = if all { vec![true; usize::try_from(count).ok()?] } else { self.bits(count)? };
        defined.into_iter().map(|d| if d { self.crc().map(Some) } else { Some(None) }).collect()
    }
}

/// Folders, and the sizes and checksums of what each holds.
#[derive(Default)]
struct Streams {
    folders: Vec<Folder>,
    /// Of each folder.
    contents: Vec<Vec<(u64, Option<u32>)>>,
}

fn directory(input: &mut Input<'_>, most: usize) -> Option<Directory> {
    let mut found = Streams::default();
    let mut id = input.number()?;
    if id == ARCHIVE_PROPERTIES {
        while input.number()? != END {
            let size = input.number()?;
            input.take(size)?;
        }
        id = input.number()?;
    }
    if id == MAIN_STREAMS {
        found = streams(input)?;
        id = input.number()?;
    }
    let files = if id == FILES { files(input, &found, most)? } else { Vec::new() };
    Some(Directory { files, folders: found.folders })
}

fn streams(input: &mut Input<'_>) -> Option<Streams> {
    let mut packed = Vec::new();
    let mut found = Streams::default();
    let mut id = input.number()?;
    if id == PACK_INFO {
        packed = pack_info(input)?;
        id = input.number()?;
    }
    if id == UNPACK_INFO {
        found.folders = folders(input)?;
        id = input.number()?;
    }
    let mut packed = packed.into_iter();
    for folder in &mut found.folders {
        folder.packed = packed.next()?;
        for _ in 1..folder.inputs {
            packed.next()?;
        }
    }
    found.contents = found.folders.iter().map(|f| vec![(f.size, f.crc)]).collect();
    if id == SUB_STREAMS {
        sub_streams(input, &mut found)?;
        id = input.number()?;
    }
    (id == END).then_some(found)
}

/// Where packed streams begin, and how long they are.
fn pack_info(input: &mut Input<'_>) -> Option<Vec<(u64, u64)>> {
    let mut at = input.number()?;
    let count = input.count()?;
    let mut packed = Vec::new();
    loop {
        match input.number()? {
            END => return Some(packed),
            SIZE => {
                for _ in 0..count {
                    let size = input.number()?;
                    packed.push((at, size));
                    at = at.checked_add(size)?;
                }
            }
            CRC => drop(input.crcs(count)?),
            _ => return None,
        }
    }
}

fn folders(input: &mut Input<'_>) -> Option<Vec<Folder>> {
    if input.number()? != FOLDER {
        return None;
    }
    let count = input.count()?;
    // Kept in another stream; no program writes that.
    if input.byte()? != 0 {
        return None;
    }
    let shapes: Vec<Shape> = (0..count).map(|_| Shape::read(input)).collect::<Option<_>>()?;
    if input.number()? != UNPACK_SIZE {
        return None;
    }
    let mut folders: Vec<Folder> = shapes.into_iter().map(|shape| shape.folder(input)).collect::<Option<_>>()?;
    loop {
        match input.number()? {
            END => return Some(folders),
            CRC => {
                for (folder, crc) in folders.iter_mut().zip(input.crcs(count)?) {
                    folder.crc = crc;
                }
            }
            _ => return None,
        }
    }
}

/// The steps of a folder as they are written, and how they hang together.
struct Shape {
    coders: Vec<Coder>,
    /// Outputs of all steps together.
    outputs: u64,
    /// Which input takes which output.
    pairs: Vec<(u64, u64)>,
    /// Inputs that take packed streams.
    packed: Vec<u64>,
    /// Whether every step has one input and one output.
    is_plain: bool,
}

impl Shape {
    fn read(input: &mut Input<'_>) -> Option<Self> {
        let count = input.number().filter(|&n| (1..=MOST_CODERS).contains(&n))?;
        let (mut coders, mut inputs, mut outputs, mut is_plain) = (Vec::new(), 0, 0, true);
        for _ in 0..count {
            let flags = input.byte()?;
            let method = input.take(u64::from(flags & 0xF))?.to_vec();
            let mut ends = (1, 1);
            if flags & 0x10 != 0 {
                let end = |n: &u64| *n <= MOST_CODERS;
                ends = (input.number().filter(end)?, input.number().filter(end)?);
                is_plain &= ends == (1, 1);
            }
            inputs += ends.0;
            outputs += ends.1;
            let length = if flags & 0x20 == 0 { 0 } else { input.number()? };
            let properties = input.take(length)?.to_vec();
            coders.push(Coder { method, properties, size: 0 });
        }
        let pairs: Vec<(u64, u64)> =
            (1..outputs).map(|_| Some((input.number()?, input.number()?))).collect::<Option<_>>()?;
        let free = inputs.checked_sub(pairs.len() as u64)?;
        let packed = if free == 1 {
            (0..inputs).filter(|i| pairs.iter().all(|(taker, _)| taker != i)).take(1).collect()
        } else {
            (0..free).map(|_| input.number()).collect::<Option<Vec<_>>>()?
        };
        Some(Self { coders, outputs, pairs, packed, is_plain })
    }

    /// The folder, once the sizes that its steps give follow in the input.
    fn folder(self, input: &mut Input<'_>) -> Option<Folder> {
        let sizes: Vec<u64> = (0..self.outputs).map(|_| input.number()).collect::<Option<_>>()?;
        let last = (0..self.outputs).rfind(|out| self.pairs.iter().all(|(_, giver)| giver != out))?;
        let mut folder = Folder { inputs: self.packed.len() as u64, ..Folder::default() };
        folder.size = *sizes.get(usize::try_from(last).ok()?)?;
        if self.is_plain {
            let mut next = self.packed.first().copied();
            // Each step once: pairs may run in a circle.
            for _ in 0..self.coders.len() {
                let Some(index) = next.and_then(|n| usize::try_from(n).ok()) else { break };
                let (coder, size) = (self.coders.get(index)?, *sizes.get(index)?);
                folder.coders.push(Coder { size, ..coder.clone() });
                next = self.pairs.iter().find(|(_, giver)| Some(*giver) == next).map(|(taker, _)| *taker);
            }
        }
        Some(folder)
    }
}

fn sub_streams(input: &mut Input<'_>, found: &mut Streams) -> Option<()> {
    let mut id = input.number()?;
    let mut counts = vec![1; found.folders.len()];
    if id == STREAMS_PER_FOLDER {
        for count in &mut counts {
            // All but one of them state their size.
            *count = input.number().filter(|&n| n <= 1 + input.rest.len() as u64)?;
        }
        id = input.number()?;
    }
    for ((folder, contents), &count) in found.folders.iter().zip(&mut found.contents).zip(&counts) {
        let mut rest = folder.size;
        let only = count == 1;
        contents.clear();
        for i in 0..count {
            let size = if i + 1 == count {
                rest
            } else if id == SIZE {
                input.number()?
            } else {
                return None;
            };
            rest = rest.checked_sub(size)?;
            contents.push((size, folder.crc.filter(|_| only)));
        }
    }
    if id == SIZE {
        id = input.number()?;
    }
    while id != END {
        if id != CRC {
            return None;
        }
        let mut unknown: Vec<&mut (u64, Option<u32>)> =
            found.contents.iter_mut().flatten().filter(|(_, crc)| crc.is_none()).collect();
        let crcs = input.crcs(unknown.len() as u64)?;
        unknown.iter_mut().zip(crcs).for_each(|(content, crc)| content.1 = crc);
        id = input.number()?;
    }
    Some(())
}

fn files(input: &mut Input<'_>, found: &Streams, most: usize) -> Option<Vec<File>> {
    // A name takes two bytes at least.
    let count = input.number().filter(|&n| n <= input.rest.len() as u64 / 2 && n <= most as u64)?;
    let mut files = vec![File::default(); usize::try_from(count).ok()?];
    let (mut empty, mut empty_files) = (vec![false; files.len()], Vec::new());
    loop {
        let id = input.number()?;
        if id == END {
            break;
        }
        let size = input.number()?;
        let mut property = Input { rest: input.take(size)? };
        match id {
            EMPTY_STREAM => empty = property.bits(count)?,
            EMPTY_FILE => empty_files = property.bits(empty.iter().filter(|e| **e).count() as u64)?,
            NAMES => {
                // Kept in another stream; no program writes that.
                if property.byte()? != 0 {
                    return None;
                }
                name(&mut files, property.rest);
            }
            _ => {}
        }
    }
    let mut contents = found.contents.iter().enumerate().flat_map(|(i, all)| all.iter().map(move |c| (i, *c)));
    let mut empty_files = empty_files.into_iter();
    for (file, is_empty) in files.iter_mut().zip(empty) {
        if is_empty {
            file.is_directory = !empty_files.next().unwrap_or(false);
        } else {
            let (folder, (size, crc)) = contents.next()?;
            (file.folder, file.size, file.crc) = (Some(folder), size, crc);
        }
    }
    Some(files)
}

/// Gives files their names, which are written in UTF-16 with a zero behind each.
fn name(files: &mut [File], bytes: &[u8]) {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    for (file, name) in files.iter_mut().zip(units.split(|&unit| unit == 0)) {
        file.name = String::from_utf16_lossy(name);
    }
}
