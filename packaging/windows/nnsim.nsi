; The installer for one user, without an administrator. Called by packaging/windows_packages.py with VERSION, PAYLOAD, OUT.
Target amd64-unicode
Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

Name "nnsim ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\nnsim"
InstallDirRegKey HKCU "Software\nnsim" "InstallDir"
SetCompressor /SOLID lzma
SetDateSave off
AllowSkipFiles off
ManifestDPIAware true
BrandingText " "
Icon "${ICON}"
UninstallIcon "${ICON}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "nnsim"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs nnsim"
VIAddVersionKey "LegalCopyright" "The nnsim authors, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${PAYLOAD}\LICENSE.txt"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\nnsim.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Spanish"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\nnsim"

LangString FOREIGN ${LANG_ENGLISH} "In $INSTDIR lie files of something else that nnsim would replace. Nothing was changed. Choose another folder, such as $INSTDIR\nnsim."
LangString FOREIGN ${LANG_GERMAN} "In $INSTDIR liegen Dateien von etwas anderem, die nnsim ersetzen würde. Es wurde nichts geändert. Wählen Sie einen anderen Ordner, etwa $INSTDIR\nnsim."
LangString FOREIGN ${LANG_FRENCH} "$INSTDIR contient des fichiers d'autre chose que nnsim remplacerait. Rien n'a été modifié. Choisissez un autre dossier, par exemple $INSTDIR\nnsim."
LangString FOREIGN ${LANG_SPANISH} "En $INSTDIR hay archivos de otra cosa que nnsim sustituiría. No se ha cambiado nada. Elija otra carpeta, por ejemplo $INSTDIR\nnsim."
LangString IN_USE ${LANG_ENGLISH} "The files of nnsim in $INSTDIR are in use. Close all windows of nnsim and try again."
LangString IN_USE ${LANG_GERMAN} "Die Dateien von nnsim in $INSTDIR werden gerade benutzt. Schließen Sie alle Fenster von nnsim und versuchen Sie es noch einmal."
LangString IN_USE ${LANG_FRENCH} "Les fichiers de nnsim dans $INSTDIR sont utilisés. Fermez toutes les fenêtres de nnsim et réessayez."
LangString IN_USE ${LANG_SPANISH} "Los archivos de nnsim en $INSTDIR están en uso. Cierre todas las ventanas de nnsim e inténtelo de nuevo."

; Ends, with status 2 where nobody can be asked, before anything of another program or of a person would be removed.
!macro CHECK_FOLDER
  ReadRegStr $0 HKCU "Software\nnsim" "InstallDir"
  ${If} $0 != $INSTDIR
  ${AndIfNot} ${FileExists} "$INSTDIR\runtime\start.py"
    ${If} ${FileExists} "$INSTDIR\runtime\*.*"
    ${OrIf} ${FileExists} "$INSTDIR\lib\*.*"
    ${OrIf} ${FileExists} "$INSTDIR\licences\*.*"
    ${OrIf} ${FileExists} "$INSTDIR\nnsim.exe"
    ${OrIf} ${FileExists} "$INSTDIR\LICENSE.txt"
    ${OrIf} ${FileExists} "$INSTDIR\uninstall.exe"
      SetErrorLevel 2
      MessageBox MB_OK|MB_ICONSTOP "$(FOREIGN)" /SD IDOK
      Abort
    ${EndIf}
  ${EndIf}
!macroend

; A program that runs has this library open, and Windows lets nobody write to it.
!macro AWAIT_END
  ${Do}
    ${IfNotThen} ${FileExists} "$INSTDIR\runtime\python313.dll" ${|} ${ExitDo} ${|}
    ClearErrors
    FileOpen $0 "$INSTDIR\runtime\python313.dll" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IN_USE)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 2
      Abort
    ${EndIf}
  ${Loop}
!macroend

; What nnsim has put into these, and only that: the folder may hold other things of its owner.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\runtime"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\licences"
  ${If} ${FileExists} "$INSTDIR\runtime\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\lib\*.*"
    SetErrorLevel 2
    MessageBox MB_OK|MB_ICONSTOP "$(IN_USE)" /SD IDOK
    Abort
  ${EndIf}
!macroend

!macro PUT_IN_PLACE NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    Delete "$INSTDIR\${NAME}"
  ${EndIf}
  Rename "$INSTDIR\nnsim-new\${NAME}" "$INSTDIR\${NAME}"
!macroend

Function .onInstFailed
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR\nnsim-new"
  RMDir "$INSTDIR"
FunctionEnd

Function CheckFolder
  !insertmacro CHECK_FOLDER
FunctionEnd

Section
  Call CheckFolder
  !insertmacro AWAIT_END
  ; Beside the earlier version first: on a full disk that one stays.
  SetOutPath "$INSTDIR\nnsim-new"
  File /r "${PAYLOAD}\*.*"
  SetOutPath "$INSTDIR"
  WriteRegStr HKCU "Software\nnsim" "InstallDir" "$INSTDIR"
  !insertmacro REMOVE_PROGRAM
  ClearErrors
  !insertmacro PUT_IN_PLACE "lib"
  !insertmacro PUT_IN_PLACE "licences"
  !insertmacro PUT_IN_PLACE "LICENSE.txt"
  !insertmacro PUT_IN_PLACE "nnsim.com"
  !insertmacro PUT_IN_PLACE "nnsim.exe"
  !insertmacro PUT_IN_PLACE "runtime"
  RMDir "$INSTDIR\nnsim-new"
  ${If} ${Errors}
    SetErrorLevel 2
    MessageBox MB_OK|MB_ICONSTOP "$(IN_USE)" /SD IDOK
    Abort
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\nnsim.lnk" "$INSTDIR\nnsim.exe"
  WriteRegStr HKCU "Software\Classes\.nnsim" "" "nnsim.project"
  WriteRegStr HKCU "Software\Classes\nnsim.project" "" "nnsim project"
  WriteRegStr HKCU "Software\Classes\nnsim.project\DefaultIcon" "" "$INSTDIR\nnsim.exe,0"
  WriteRegStr HKCU "Software\Classes\nnsim.project\shell\open\command" "" '"$INSTDIR\nnsim.exe" "%1"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "nnsim"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The nnsim authors"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\nnsim.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  !insertmacro AWAIT_END
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\nnsim.exe"
  Delete "$INSTDIR\nnsim.com"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\nnsim.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.nnsim" ""
  StrCmp $0 "nnsim.project" 0 +2
  DeleteRegKey HKCU "Software\Classes\.nnsim"
  DeleteRegKey HKCU "Software\Classes\nnsim.project"
  DeleteRegKey HKCU "Software\nnsim"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
