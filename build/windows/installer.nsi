; Per-user installer. makensis -DVERSION=... build/windows/installer.nsi
; The programs are 64-bit only; an installer of their kind says so by itself on another Windows.
Target amd64-unicode
!include "MUI2.nsh"
Name "Cordwood"
OutFile "..\bin\cordwood-${VERSION}-windows-amd64-installer.exe"
InstallDir "$LOCALAPPDATA\Programs\Cordwood"
RequestExecutionLevel user
SetCompressor /SOLID lzma
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

Section
  SetOutPath "$INSTDIR"
  File "..\bin\cordwood.exe"
  File "..\bin\cordwood-window.exe"
  File "..\..\LICENSE"
  File "..\THIRD_PARTY_NOTICES.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Cordwood.lnk" "$INSTDIR\cordwood-window.exe" "window"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\Cordwood" "DisplayName" "Cordwood"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\Cordwood" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\Cordwood" "UninstallString" "$\"$INSTDIR\uninstall.exe$\""
SectionEnd

Section "Uninstall"
  Delete "$INSTDIR\cordwood.exe"
  Delete "$INSTDIR\cordwood-window.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\THIRD_PARTY_NOTICES.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Cordwood.lnk"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\Cordwood"
SectionEnd
