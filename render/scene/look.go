package scene

// look is a profile spelled out.
type look struct {
	colors                                     [6]uint32
	ink                                        uint32
	point, ghost, guide, panel, slot, line, up float64
}

var looks = [3]look{
	ProfileLight: {
		colors: [6]uint32{Light0, Light1, Light2, Light3, Light4, Light5}, ink: LightInk,
		point: PointAlpha, ghost: GhostAlpha, guide: GuideAlpha, panel: PanelAlpha, slot: SlotAlpha, line: GuideLine, up: 1,
	},
	ProfileDark: {
		colors: [6]uint32{Dark0, Dark1, Dark2, Dark3, Dark4, Dark5}, ink: DarkInk,
		point: PointAlpha, ghost: GhostAlpha, guide: GuideAlpha, panel: PanelAlpha, slot: SlotAlpha, line: GuideLine, up: 1,
	},
	ProfileProjector: {
		colors: [6]uint32{Light0, Light1, Light2, Light3, Projector4, Projector5}, ink: ProjectorInk,
		point: PointAlpha, ghost: ProjectorGhostAlpha, guide: ProjectorGuideAlpha, panel: ProjectorPanelAlpha,
		slot: ProjectorSlotAlpha, line: ProjectorGuideLine, up: ProjectorScale,
	},
}

// lookOf returns the look of a profile, the light one for a number that is none.
func lookOf(profile int) *look {
	if profile < 0 || profile >= len(looks) {
		profile = ProfileLight
	}
	return &looks[profile]
}

// shapes and widths are indexed by origin; see WidthDisc.
var (
	shapes = [6]Shape{ShapeDisc, ShapeDiamond, ShapeSquare, ShapeTriangleUp, ShapeTriangleDown, ShapeHexagon}
	widths = [6]float64{WidthDisc, WidthDiamond, WidthSquare, WidthTriangle, WidthTriangle, WidthHexagon}
)
