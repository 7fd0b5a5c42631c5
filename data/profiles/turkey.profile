# Column names as they occur in Turkish offices' files, for each kind of layer and each field of libkbs.
#
#   [kind]
#   field = COLUMN, COLUMN, ...
#
# Names are compared by their letters and digits alone, without regard to case and Turkish marks, so that "ADA_NO", "Ada No" and
# "adaNo" are one name; a column cut to ten letters by the shapefile format is found by its first ten. The first column of the
# list that a file has is taken. An office keeps a file of this form with its own names: `kbs import --profile FILE`.
# A value in quotes is a constant for all records: neighbourhood = "Merkez".

[neighbourhood]
name = MAHALLE, MAHALLE_ADI, mahalleAd, AD, ADI, TAPU_MAH_ADI, tapumahallead, kadastromahallead, MAH_ADI, name

[parcel]
neighbourhood = MAHALLE, MAHALLE_ADI, mahalleAd, TAPU_MAH_ADI, tapumahallead, kadastromahallead, MAH_ADI, MAH, TAPU_MAHALLE, neighbourhood
block = ADA, ADANO, ADA_NO, adaNo, KAD_ADA, IMAR_ADA, block
parcel = PARSEL, PARSELNO, PARSEL_NO, parselNo, KAD_PARSEL, IMAR_PARSEL, parcel
registered_area_m2 = ALAN, ALANI, TAPU_ALAN, TAPUALAN, TAPU_ALANI, YUZOLCUM, YUZOLCUMU, PARSEL_ALAN, registered_area_m2
map_sheet = PAFTA, PAFTANO, PAFTA_NO, map_sheet
land_type = NITELIK, CINSI, CINS, tapucinsaciklama, VASIF, land_type
locality = MEVKI, MEVKII, locality

[road]
source_id = YOL_ID, YOLID, CSBM_ID, source_id, ANAHTAR
name = AD, ADI, YOL_ADI, YOLADI, CADDE_SOKAK, CSBM_ADI, SOKAK_ADI, name
class = SINIF, SINIFI, TIP, TUR, YOL_TIPI, class
width_m = GENISLIK, GENISLIGI, YOL_GENISLIK, EN, width_m

[plan-area]
source_id = PLAN_ID, PLANID, PLAN_ALAN_ID, source_id, ANAHTAR
use_code = KOD, FONKSIYON_KODU, FONK_KOD, KULLANIM_KODU, use_code
use = KULLANIM, FONKSIYON, PLAN_FONKSIYON, FONKSIYON_ADI, FONK, KULLANIM_ADI, use, KATMAN
building_order = NIZAM, YAPI_NIZAMI, YAPIDUZENI, INSAAT_NIZAMI, building_order
floors = KAT, KAT_ADEDI, KATADEDI, KATSAYISI, KAT_SAYISI, MAKS_KAT, floors
coverage_ratio = TAKS, coverage_ratio
floor_area_ratio = KAKS, EMSAL, E, floor_area_ratio
height_max_m = YENCOK, HMAX, H_MAX, HMAKS, MAKSBINAYUKSEKLIK, BINA_YUKSEKLIGI, MAKS_YUKSEKLIK, height_max_m
front_setback_m = ON_CEKME, ONCEKME, ONBAHCEMESAFESI, ON_BAHCE, ONBAHCE, front_setback_m
side_setback_m = YAN_CEKME, YANCEKME, YANBAHCEMESAFESI, YAN_BAHCE, YANBAHCE, side_setback_m
rear_setback_m = ARK_CEKME, ARKA_CEKME, ARKACEKME, ARKABAHCEMESAFESI, ARKA_BAHCE, ARKABAHCE, rear_setback_m
plan_number = PIN, PLAN_ISLEM_NO, PIN_NO, plan_number
plan_name = PLAN_ADI, PLANADI, plan_name
plan_scale = OLCEK, PLAN_OLCEGI, plan_scale
approval_date = ONAY_TAR, ONAY_TARIHI, TASDIK_TARIHI, TASDIK_TAR, approval_date
plan_status = PLAN_DURUM, PLAN_DURUMU, plan_status
valid_from = BASLANGIC, GECERLI_BAS, valid_from
valid_until = BITIS, GECERLI_SON, valid_until
notes = PLAN_NOTU, PLANNOTU, PLAN_NOTLARI, NOTLAR, notes

[restriction]
source_id = KISIT_ID, KISITID, source_id, ANAHTAR
type = TUR, KISIT_TUR, KISITLAMA, TIP, type, KATMAN
degree = DERECE, DERECESI, degree
authority = KURUM, IDARE, authority
note = ACIKLAMA, NOT, NOTU, note

[building]
source_id = BINA_ID, BINAID, BINA_NO, BuildingID, source_id, ANAHTAR
floors = KAT, KAT_ADEDI, KATADEDI, KATSAYISI, ZEMIN_USTU_KAT, NumberFloo, floors
height_m = YUKSEKLIK, BINA_YUKSEKLIK, H, height_m
use = KULLANIM, TIP, NITELIK, FONKSIYON, use

[address]
source_id = ADRES_ID, NUMARATAJ_ID, source_id, ANAHTAR
neighbourhood = MAHALLE, MAHALLE_ADI, mahalleAd, MAH_ADI, MAH, neighbourhood
street = SOKAK, SOKAK_ADI, CADDE_SOKAK, CSBM_ADI, YOL_ADI, street
door_number = KAPI_NO, KAPINO, KAPI, DIS_KAPI_NO, NO, door_number
uavt_number = UAVT, UAVT_NO, UAVT_KODU, ADRES_NO, uavt_number

[point]
source_id = NOKTA_ID, source_id, ANAHTAR
name = AD, ADI, NOKTA_ADI, NOKTA_NO, NO, name
height_m = KOT, YUKSEKLIK, Z, H, height_m

# What the layers of a drawing are for (docs/netcad.md). The first role below that has a fitting pattern is the layer's. Names are compared
# folded and word by word ("KAD_ADA", "Kad Ada"); a pattern is one word or several, "*" in it stands for any letters.
#   parcel-texts  numbers of parcels          parcel-lines  borders of parcels, no numbers
#   block-texts   numbers of blocks           parcel        areas, borders and numbers of parcels
#   block         areas or borders of blocks  no-parcel     texts (not layers) that stand in areas that are no parcels
#   ignored       never taken                 and the kinds of layers by their names
[drawing-layers]
ignored = GRID*, *GRIDKOOR*, *KLISE*, TB, KO, PINDEX*, ROL, NADI, PASIF*, CIZPEN*, YOL_KENAR*, KALDIRIM*, REFUJ*
parcel-texts = PARSEL_NO, PARSELNO, PARSEL_NUMARA*, PARSEL_ADI, PARSEL_YAZI*, NO_PARSEL, KAD_ADI, KAD_YAZI
block-texts = ADA_NO, ADANO, ADA_NUMARA*, ADA_ADI, ADA_YAZI*, NO_ADA
parcel-lines = KAD_HAT, KAD_CIZGI, SNRTIP*, PARSEL_SNR*, PARSEL_SINIR*, PARSEL_HAT, PARSEL_CIZGI
point = *NOKTA*, POL, POLIGON*, NIRENGI*
address = NUMARATAJ*, KAPI, KAPINO*
building = BINA*, YAPI*
parcel = *PARSEL*, KAD_ALAN
block = ADA, ADA_HAT, *ADALAR*
road = YOL*, EKSEN*, GUZERGAH*
restriction = IRTIFAK*, SIT, SITALAN*, KORUMA*, TASKIN*, *KISIT*
neighbourhood = MAHALLE*
plan-area = PL, PLAN*
no-parcel = YOL, YOLU, CADDE*, SOKAK*, SOKAGI, PARK*, MEYDAN*, DERE*, KANAL*, ORMAN*, MEZARLIK*, TESCIL HARICI, OTOPARK*, DENIZ, GOL

# Columns whose names hold one of these words are personal data of owners (law 6698): never taken, counted and named. A column
# that a field above names is not affected.
[owner]
words = MALIK, SAHIP, ADSOYAD, SOYAD, SOYISIM, BABA, TCNO, TCKN, TCKIMLIK, KIMLIKNO, HISSE, TELEFON, EPOSTA, EMAIL, ADRES, IKAMET
exact = TC, TEL, GSM, ADI, AD, ISIM
not = MAHALLE, YOL, ADA, SOKAK, ADRESID, ADRESNO, PLANADI, TAPUKIMLIKNO
