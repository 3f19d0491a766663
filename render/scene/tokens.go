package scene

// This file holds every number and name of the picture, once: the TypeScript scene
// imports them from site/src/generated/scene.ts, which tygo writes from here.

// Shape says what a sprite looks like. A mark's outline is drawn in a unit square and
// scaled by Sprite.Size; see [Core] and [Corner] for the outlines.
type Shape uint16

const (
	// ShapeDisc to ShapeHexagon are filled marks with a thin halo in the color of the stage.
	ShapeDisc         Shape = 0
	ShapeDiamond      Shape = 1
	ShapeSquare       Shape = 2
	ShapeTriangleUp   Shape = 3
	ShapeTriangleDown Shape = 4
	ShapeHexagon      Shape = 5
	// ShapeHollow is added to a filled mark's shape for its outline alone, without a halo.
	ShapeHollow Shape = 8
	// ShapeRing is the ring around a point that is about to leave, with a halo on both sides.
	ShapeRing Shape = 16
	// ShapeCircle is a guide: a circle of diameter Size and line width Thick, both in px.
	ShapeCircle Shape = 24
	// ShapeRect is a guide: a filled rectangle, Size px wide and Thick px high, snapped to
	// device pixels.
	ShapeRect Shape = 25
	// ShapeImage and above are pictures: ShapeImage+i is the mark of row i with its image in
	// it, cell i of the run's sheet. Only the opacity of its color counts.
	ShapeImage Shape = 64
)

const (
	// Core is the width of a mark's inner outline as a share of its size: a circle, or a
	// polygon with the mark's widest points at ±Core/2.
	Core = 0.86
	// Corner is the radius by which a filled mark extends past its inner outline, as a share
	// of its size; it rounds the corners. Core + 2·Corner = 1.
	Corner = 0.07
	// Outline is the line width of a hollow mark as a share of its size, centered on the
	// inner outline.
	Outline = 0.14
	// Halo is the width of the halo as a share of the size, outside the mark.
	Halo = 0.11
	// HaloAlpha is the opacity of the halo.
	HaloAlpha = 0.9
	// RingCore and RingLine are diameter (at mid-line) and line width of ShapeRing as
	// shares of its size; RingHalo is the width of the halo on either side.
	RingCore = 0.89
	RingLine = 0.11
	RingHalo = 0.05
)

// Each shape's full width, so that all six carry about the same ink as a disc of width 1.
const (
	WidthDisc     = 1
	WidthDiamond  = 1.22
	WidthSquare   = 0.92
	WidthTriangle = 1.28
	WidthHexagon  = 1.08
)

// The profiles, as View.Profile counts them.
const (
	ProfileLight     = 0
	ProfileDark      = 1
	ProfileProjector = 2
)

// Colors by origin index, 0xRRGGBB: the Okabe–Ito set. The dark ones are lightened, and the
// last three darkened where the stage is white, so that a mark as it is drawn, a little
// transparent, keeps a contrast of 3 : 1 against the stage.
const (
	Light0     = 0x0072B2
	Light1     = 0xD55E00
	Light2     = 0x009E73
	Light3     = 0xC0659A
	Light4     = 0xB57800
	Light5     = 0x3090D0
	Dark0      = 0x4AA3DF
	Dark1      = 0xFF8340
	Dark2      = 0x2BC498
	Dark3      = 0xE39AC4
	Dark4      = 0xF2B93B
	Dark5      = 0x8CCBF2
	Projector4 = 0xA86F00
	Projector5 = 0x2482BD
	// Ink of rings and guides, per profile.
	LightInk     = 0x16191D
	DarkInk      = 0xF4F6F8
	ProjectorInk = 0x000000
)

// Opacities, 0 … 1. The projector's are stronger: a lit room eats faint gray.
const (
	PointAlpha          = 0.92
	GhostAlpha          = 0.34
	ProjectorGhostAlpha = 0.5
	TrayAlpha           = 1
	GuideAlpha          = 0.13
	ProjectorGuideAlpha = 0.22
	CrossAlpha          = 0.4
	PanelAlpha          = 0.035
	ProjectorPanelAlpha = 0.06
	SlotAlpha           = 0.05
	ProjectorSlotAlpha  = 0.1
	BaselineAlpha       = 0.35
	// FlightDip is the share of its opacity and size that a point loses halfway to the tray.
	FlightDip = 0.3
)

// Geometry. Lengths are CSS px unless they say otherwise.
const (
	// Compression is p in ρ ↦ ρ^p, the radial scale of the map (ρ = 1 is the extent). Radii are
	// heavy-tailed: on SD-2 half the points lie within 5 % of the extent. At 0.42 that half
	// fills 28 % of the radius, and the collapse of the cloud over a run is still seen.
	Compression = 0.42
	// ImageCompression is that of runs whose rows are images, which need more room each: at
	// the step of digits-4-8 that the page opens on, three times as many find it.
	ImageCompression = 0.25
	// Reach is where the farthest point of the first frame is drawn, as a share of the way to
	// the edge. Later frames may reach farther; what lies past Reach is drawn ever closer to
	// the edge, without end.
	Reach = 0.88
	// Guide0 … Guide3 are the shares of the extent's self-influence (ρ²) at which the map
	// has a ring, as far as the ring fits above the tray.
	Guide0 = 0.001
	Guide1 = 0.01
	Guide2 = 0.1
	Guide3 = 0.5
	// GuideLine is the line width of rings, cross and baseline.
	GuideLine          = 1
	ProjectorGuideLine = 2
	// CrossSize is the width of the cross at the origin of the map.
	CrossSize = 13
	// TrayShare is the tray's share of the stage's height, TrayMin its least height.
	TrayShare = 0.19
	TrayMin   = 64
	// TrayPad is the space left and right of the columns of the tray, TrayHead that above
	// and TrayFoot that below them.
	TrayPad  = 12
	TrayHead = 6
	TrayFoot = 8
	// TrayGain is how much larger marks must get for a column to be one mark wider.
	TrayGain = 1.5
	// TrayMark is a tray mark's share of its cell, TrayMax the largest cell.
	TrayMark = 0.8
	TrayMax  = 16
	// PointShare is a point's size as a share of the side of its share of the map's area.
	PointShare = 0.48
	PointMin   = 2.6
	PointMax   = 14
	// ProjectorScale enlarges points for a projector.
	ProjectorScale = 1.5
	// TrayImages is the share of the stage's height that the tray has where rows are images.
	TrayImages = 0.25
	// ImageShare is an image's size as a share of the side of its share of the map's area,
	// ImageMin and ImageMax its bounds: what is smaller cannot be read, and what is larger
	// hides the rest.
	ImageShare = 1.25
	ImageMin   = 20
	ImageMax   = 34
	// ImageApart is how far apart two images on the map must be, as a share of their size;
	// where they would be closer, one is drawn as a mark.
	ImageApart = 0.8
	// ImageBeside is the size of a mark beside images, as a share of its size without.
	ImageBeside = 0.8
	// ImageUnit is the least cell of the tray, in px, that holds an image and not a mark.
	ImageUnit = 7
	// ImageRing is the size of the ring around an image as a share of the image.
	ImageRing = 1.5
	// ImageHover is the least size of an image under the pointer.
	ImageHover = 44
	// CloudCompression is that of a division, whose map has no extent to compare with.
	// CloudShare, CloudMin and CloudMax give the size of its points, as PointShare.
	CloudCompression = 0.6
	CloudShare       = 0.42
	CloudMin         = 5
	CloudMax         = 11
	// UndecidedInk is the share of ink in the gray of a row that could be of any block.
	UndecidedInk = 0.4
	// ShareSteps is the number of steps in which responsibilities are counted for a color.
	ShareSteps = 24
	// RingScale is the size of the ring as a share of the point it surrounds; RingTight
	// that at the end of the ring phase; RingMin the least size.
	RingScale = 2.2
	RingTight = 1.75
	RingMin   = 9
	// HoverScale is how much larger a point under the pointer is, HoverRing its ring.
	HoverScale = 1.5
	HoverRing  = 2.7
	// StillPx is the largest move that reduced motion does not cross-fade.
	StillPx = 0.5
)

// One step in milliseconds at speed 1. Phase u of a step is u·StepMs after its start.
const (
	StepMs = 700
	// RingMs is how long the ring tightens before the first point leaves.
	RingMs = 120
	// LeaveMs is how long one point takes to the tray, StaggerMs the delay between the
	// first and the last to leave.
	LeaveMs   = 280
	StaggerMs = 150
	// MoveFromMs and MoveToMs bound the move of the points that stay.
	MoveFromMs = 190
	MoveToMs   = 550
	// NextMs is when the next rings begin to appear; they are there at the end.
	NextMs = 550
)

// How both renderers keep their marks: drawn once into an atlas, larger than they show.
const (
	// AtlasSide is the side of the atlas in texels.
	AtlasSide = 1024
	// AtlasFactor is the least number of texels per device pixel. A mark has a cell per
	// half octave of size, so the factor lies in [AtlasFactor, 1.42·AtlasFactor], where
	// bilinear sampling neither blurs nor aliases.
	AtlasFactor = 1.5
	// AtlasMin and AtlasMax bound the size of a mark in its cell, in texels.
	AtlasMin = 4
	AtlasMax = 256
	// CellHalf is half the side of a cell as a share of the mark's size: it holds the halo
	// of the tallest mark, a triangle. CellPad is the empty border around it in texels.
	CellHalf = 0.72
	CellPad  = 2
	// SheetWidth is the width of the sheet of images in texels, SheetHeight its greatest
	// height. It lies below the marks of the atlas, so that one batch draws all.
	SheetWidth  = 2048
	SheetHeight = 3072
	// SheetHalf is a sheet mark's size at which the half-size copies are used, as a share of
	// its size in the copy: larger ones are drawn from the full one.
	SheetHalf = 1.15
)
